# Two files of one name and different extensions: 65, for either might be meant.
#? exit 65
#? stderr f4s-fuse: x/a.*has the same name as a.*
mkdir x y; nrrd "2 1 1" 1 2 | tee x/a.nrrd x/a.nhdr y/a.nrrd >/dev/null; gunzip -c "$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz" >x/a.nii
f4s-fuse x=x y=y -o out --method average >/dev/null

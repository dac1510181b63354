# Words that do not go together are exit 2.
#> 2
#> 2
#> 2
#? stderr *NAME=FILE and NAME=FOLDER*'x' is given twice*cannot be mixed with other kinds*
mkdir x; nrrd "2 1 1" 1 2 | tee x/a.nrrd >a.nrrd
f4s-fuse x=x y=a.nrrd -o out --method average >/dev/null; echo $?
f4s-fuse x=a.nrrd x=a.nrrd -o out --method average >/dev/null; echo $?
f4s-fuse x=a.nrrd "$DATA/prepared" -o out --method average >/dev/null; echo $?

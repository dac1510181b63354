# A label map that was kept by a slope in single precision, as SPM keeps a mask as 255 of 1/255, holds whole numbers; one of half a label does not.
#> 1
#> 65 label.value
#? stderr *
nifti seg l.nii; { head -c 352 l.nii; tail -c +353 l.nii | tr '\1\2\4' '\377\0\0'; } >s.nii
patch_bytes s.nii 112 '\x81\x80\x80\x3b'
f4s-metrics label=l.nii prediction=s.nii --regions A=1 | cases | jq .metrics.segmentation.A.dice
patch_bytes s.nii 112 '\x81\x80\x00\x3b'
f4s-metrics label=l.nii prediction=s.nii --regions A=1 --format none --run-record r.json; echo $? "$(jq -r .error.code r.json)"

# --brain PROGRAM: called with two file names; the record keeps its version and exit code; nothing of it is left.
#> {"by":"command","command":"./half 3","version":"half 1.2","exit_code":0,"from":"t1","volume_ml":0}
#> 0 1 1 0
#> 0
cat >half <<'EOF'
#!/bin/sh
if [ "$1" = --version ]; then echo "half 1.2"; exit; fi
[ "$1" = 3 ] && [ -s "$2" ] && cp mask.nii.gz "$3"
EOF
chmod +x half; mkdir tmp; export TMPDIR=$PWD/tmp
nrrd "4 1 1" 50 90 10 70 >t1.nrrd; nrrd "4 1 1" 0 1 1 0 >m.nrrd
f4s-prep t1=t1.nrrd mask=m.nrrd -o made --volumes --format none; cp made/masks/*.nii.gz mask.nii.gz
f4s-prep flair=t1.nrrd t1=t1.nrrd -o out --volumes --brain './half 3' | cases | jq -c .brain
voxels out/masks/t1.nii.gz; find tmp -mindepth 1 | wc -l

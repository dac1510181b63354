# --brain with {in} and {out} is a command for the shell, whose words are kept together.
#> ["command",null,0]
#> 0 1 1 0
mkdir 'a tmp'; export TMPDIR="$PWD/a tmp"
nrrd "4 1 1" 50 90 10 70 >t1.nrrd; nrrd "4 1 1" 0 1 1 0 >m.nrrd
f4s-prep t1=t1.nrrd mask=m.nrrd -o made --volumes --format none; cp made/masks/*.nii.gz mask.nii.gz
f4s-prep t1=t1.nrrd -o out --volumes --brain 'test -s {in} && cp mask.nii.gz {out}' | cases | jq -c '[.brain.by, .brain.version, .brain.exit_code]'
voxels out/masks/t1.nii.gz

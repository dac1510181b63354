# An input that is a pipe or a device is refused, and not waited for or read for ever: images, models, settings.
#> 65 65 65 65 65 65
#? stderr *input.not_regular*
nrrd "16 16 1" {0..255} >a.nrrd; mkfifo p.png p.nii.gz p.safetensors p.json; ln -s /dev/zero z.png; ln -s /dev/full f.nrrd
code() { timeout 20 "$@" --format none; echo -n " $?"; }
{
  code f4s-fuse a=p.png b=a.nrrd -o o1 --method average
  code f4s-fuse a=z.png b=a.nrrd -o o2 --method average
  code f4s-metrics label=f.nrrd prediction=a.nrrd
  code f4s-prep t1=p.nii.gz -o o3
  code f4s-metrics label=a.nrrd prediction=p.png
  code f4s-metrics label=a.nrrd prediction=z.png
} | xargs

# An input that is a pipe, a device or a socket is refused, and not waited for or read for ever: images, models, settings, records.
#> 65 65 65 65 65 65
#> records: 65 65 65 65 65 65 65
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
mkfifo p.ndjson; mkdir d; echo '{"schema":"f4s.dataset/1"}' >d/dataset.json; mkfifo d/cases.ndjson
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("s.png")'
echo "records:$({
  code f4s-fuse p.ndjson -o o4 --method average
  code f4s-metrics d
  code f4s-metrics label=a.nrrd prediction=a.nrrd --compare p.ndjson
  timeout 20 f4s-report p.ndjson -o r.html >/dev/null; echo -n " $?"
  timeout 20 f4s info p.ndjson >/dev/null; echo -n " $?"
  timeout 20 f4s info d >/dev/null; echo -n " $?"
  code f4s-fuse a=s.png b=a.nrrd -o o5 --method average
})"

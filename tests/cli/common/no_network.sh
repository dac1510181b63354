# No program opens a connection, and none runs another but those asked for and the suite's own readers of DICOM.
#> sockets: 0
#> other programs: 0
#> programs traced: all
#? stderr *
command -v strace >/dev/null || { echo "skipped: no strace is installed"; exit 77; }
strace -o /dev/null true 2>/dev/null || { echo "skipped: tracing is not allowed here"; exit 77; }
here=$(dirname "$(command -v f4s-fuse)"); n=0
traced() { local tool=$1; shift; strace -f -qq -e trace=socket,connect,execve,execveat -o "trace-$tool-$((++n))" "$tool" "$@" >/dev/null; }
nrrd "8 8 8" {0..255} {0..255} >v.nrrd
traced f4s; traced f4s models --format ndjson; traced f4s info v.nrrd "$DATA/prepared"
traced f4s-phantom -o phantom --cases 3 --size 24,24,24 --skull
traced f4s-prep phantom -o data --register auto --split 0.4,0.3,0.3; traced f4s-prep t1=v.nrrd -o one --brain builtin
traced f4s-fuse data -o fused --method laplacian --modalities t1ce,flair; traced f4s-metrics fused
traced f4s-report fused -o page.html --pictures 1
if command -v make_dicom >/dev/null; then make_dicom sub 2>/dev/null && traced f4s-prep t1=sub -o of-dicom --brain none; fi
if [[ -x $here/f4s-train ]]; then
  echo '{"batch_size":2,"crop":32,"epochs":1,"steps_per_epoch":1}' >small.json
  traced f4s-pretrain data -o pretrained --config small.json; traced f4s-train data -o run --modalities t1ce,flair --config small.json
  traced f4s-segment data -o labels --model run/model.safetensors; traced f4s-fuse data -o by-model --model run/model.safetensors
fi
echo "sockets: $(cat trace-* | grep -E 'socket\(|connect\(' | grep -vc 'AF_UNIX')"
# The program itself; the list of f4s asks the others what they are.
own='f4s(-[a-z-]+)?"|/lib(/fuse4seg)?/f4s-(read|write)-dicom(-seg)?"'
grep -hE 'execve(at)?\(' trace-* | grep ' = 0' | grep -vE "execve\(\"[^\"]*/?($own)" | tee others >&2; echo "other programs: $(wc -l <others)"
for path in "$here"/f4s{,-*}; do ls trace-"${path##*/}"-* >/dev/null 2>&1 || echo "${path##*/} was not traced" >&2; done 2>missing; echo "programs traced: $([[ -s missing ]] && cat missing || echo all)"

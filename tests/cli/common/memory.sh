# Out of memory is 71 in one line, wherever it runs out: settings, inputs, threads, scores.
#> 71
#? stderr *
{ nrrd "256 256 256"; head -c 16777216 /dev/zero; } >v.nrrd
printf '{"levels":1,"x":"%s"}' "$(head -c 60000000 /dev/zero | tr '\0' x)" >c.json
try() {
  local mib=$1; shift
  with_memory $mib "$@" --format none >/dev/null 2>said; local code=$?
  [[ $code = 71 && $(wc -l <said) = 1 && $(<said) == *"[memory]" ]] || echo "$mib MiB, $1: $code, $(head -c 300 said)" >&2
  echo $code
}
{
  try 60 f4s-fuse a=v.nrrd b=v.nrrd -o o1 --method average --config c.json
  try 60 f4s-fuse a=v.nrrd b=v.nrrd -o o2 --method average
  try 60 f4s-fuse a=v.nrrd b=v.nrrd -o o3 --method average -j 64
  try 60 f4s-prep t1=v.nrrd -o o4 --brain none
  try 60 f4s-phantom -o o5 --cases 1 --size 256,256,256
  try 40 f4s-metrics label=v.nrrd prediction=v.nrrd
} | sort -u

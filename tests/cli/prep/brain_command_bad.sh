# A program of --brain that fails, dies, writes nothing, or a mask that is empty, full, no mask or on another grid: 65 each.
#> brain.failed 65
#> brain.failed 65
#> brain.no_mask 65
#> brain.empty 65
#> brain.implausible 65
#> brain.value 65
#> brain.grid 65
#> nifti.truncated 65
#> 0
#? stderr *exited with 3: no model*was killed by signal 9*out of luck*is empty*is 1 everywhere*the value 2*has the grid 3x1x1*
mkdir tmp; export TMPDIR=$PWD/tmp
nrrd "4 1 1" 50 90 10 70 >t1.nrrd
mask() { nrrd "$2" "${@:3}" >$1.nrrd; f4s-prep t1=$1.nrrd -o m-$1 --volumes --brain none --normalize none --format none; cp m-$1/images/t1/$1.nii.gz $1.nii.gz; }
mask empty "4 1 1" 0 0 0 0; mask full "4 1 1" 1 1 1 1; mask two "4 1 1" 0 2 1 0; mask short "3 1 1" 0 1 1
gunzip -c two.nii.gz | head -c 354 | gzip >cut.nii.gz
i=0
for what in 'echo start >&2; echo no model >&2; exit 3' 'kill -9 $$' 'echo out of luck >&2' 'cp empty.nii.gz {out}' \
  'cp full.nii.gz {out}' 'cp two.nii.gz {out}' 'cp short.nii.gz {out}' 'cp cut.nii.gz {out}'; do
  f4s-prep t1=t1.nrrd -o out$((++i)) --volumes --brain ": {in} {out}; $what" --run-record r$i >/dev/null
  code=$?; echo "$(jq -r .error.code r$i) $code"
done
find tmp -mindepth 1 | wc -l

# What is not labelled is said without --check too: maps of 0, maps of nothing but what is ignored, a training split
# without foreground, a class that no training case has; in records, in dataset.json, on stderr.
#> both label.empty:2 no label map of the training split has a labelled voxel
#> ignored label.empty:2 no label map of the training split has a labelled voxel
#> class - no case of the training split has label 2 (b)
#> other - no case of the training split has label 2 (label 2), which other cases have
#> none - -
#? stderr *warning: no label map of the training split*
study() { mkdir -p "$1/$2"; nrrd "4 1 1" 0 5 9 7 >"$1/$2/$2_t1.nrrd"; nrrd "4 1 1" "${@:3}" >"$1/$2/$2_seg.nrrd"; }
try() {
  local name=$1; shift; rm -rf o; f4s-prep d -o o --volumes --brain none --format none "$@"
  local own; own=$(jq -r '.findings[]? | .code' o/cases.ndjson | grep empty | sort | uniq -c | awk '{print $2":"$1}')
  echo "$name ${own:--} $(jq -r '[.findings[]?.text] | join("; ") | if . == "" then "-" else . end' o/dataset.json)"
}
study d a 0 0 0 0; study d b 0 0 0 0; try both --split 1,0,0
study d a 0 7 0 0; study d b 7 0 0 0; try ignored --split 1,0,0 --ignore 7
study d a 0 1 0 0; study d b 0 0 1 0; try class --split 1,0,0 --classes '1=a 2=b'
study d b 0 0 2 0; printf 'a,train\nb,val\n' >s.csv; try other --split s.csv
study d a 0 1 2 0; try none --split s.csv

# JSON of another form than a dataset's or a training's has: 65, and never an internal error.
#> 65 65 65 65 65 0 65 65 65
#? stderr *
code() { f4s info "$1" >/dev/null 2>>said; echo $?; }
{
  mkdir -p d; : >d/cases.ndjson
  for json in '[]' 5 '"x"' null; do echo "$json" >d/dataset.json; code d; done
  mkdir -p r/checkpoint
  for json in 5 '{"checkpoints":[]}' '{"checkpoints":[{"state":5}]}' ; do echo "$json" >r/checkpoint/state.json; code r; done
  echo '{}' >r/checkpoint/state.json; echo '[]' >r/config.json; code r
  echo '[5]' >j.json; code j.json
} | xargs
grep internal said
exit 0

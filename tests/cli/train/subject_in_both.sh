# A subject of both splits is learned from and validated with: said, and a finding; not where the splits are apart.
#> split.subject 1 subject is in both splits, train and val (phantom_0001): the score is not that of subjects never seen
#> apart: 0
#? stderr *f4s-train: warning: 1 subject is in both splits*
slices 500 | jq -c 'if .id == "phantom_0001_z009" then .split = "val" else . end' >both.ndjson
said() {
  f4s-train "$1" -o run --modalities t1ce,flair --epochs 1 --steps-per-epoch 1 --crop 32 --method unet --progress never --run-record r.json --format none
  jq -r '.findings[]? | select(.code == "split.subject") | "\(.code) \(.text)"' r.json; rm -rf run
}
said both.ndjson; echo "apart: $(said "$DATA/prepared" 2>/dev/null | wc -l)"

# --uncertainty: an image of 16 bits, the entropy of the probabilities; of volumes on the source's grid, 0 where there is no slice.
#> uncertainty/phantom_0000_z015.png 16
#> 0
#> true
make_model m.safetensors; run() { f4s-segment "$DATA/prepared" --model m.safetensors --uncertainty "$@"; }
run -o s --ids '*_0000_z015' >s.ndjson; echo "$(cases s.ndjson | jq -r '.uncertainty | sub(".*/uncertainty"; "uncertainty")') $(od -An -tu1 -j24 -N1 s/uncertainty/phantom_0000_z015.png | tr -d ' ')"
run -o v --volumes --probabilities --format none
list() { voxels "v/$1/phantom_0000$2.nii.gz" u2 | tr ' ' '\n'; }
paste <(list uncertainty "") <(list probabilities _1) <(list probabilities _2) <(list probabilities _4) | awk '
  function e(p) { return p > 0 ? -p * log(p) / log(4) : 0 }
  { all = ($2 + $3 + $4) / 65535; wanted = $1 == 0 && all == 0 ? 0 : e($2 / 65535) + e($3 / 65535) + e($4 / 65535) + e(1 - all)
    if ((wanted - $1 / 65535) ^ 2 > 1e-6) wrong++ } END { print wrong + 0 }'
f4s-segment "$DATA/prepared" -o s --ids '*_0000_z015' --model m.safetensors --force | cases | jq 'has("uncertainty") | not'

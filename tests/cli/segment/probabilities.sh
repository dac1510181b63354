# --probabilities: an image of 16 bits a class, 65535 for 1; of volumes on the source's grid, most probable where the label is.
#> 1 2 4
#> 16
#> 0
make_model m.safetensors; run() { f4s-segment "$DATA/prepared" --model m.safetensors --probabilities "$@"; }
run -o s --ids '*_0000_z015' | cases | jq -r '.probabilities | keys[]' | xargs; od -An -tu1 -j24 -N1 s/probabilities/phantom_0000_z015_2.png | tr -d ' '
run -o v --volumes --format none
list() { voxels "v/$1/phantom_0000$2.nii.gz" "$3" | tr ' ' '\n'; }
paste <(list labels "" u1) <(list probabilities _1 u2) <(list probabilities _2 u2) <(list probabilities _4 u2) | awk '
  { p[1] = $2; p[2] = $3; p[4] = $4; p[0] = 65535 - $2 - $3 - $4; for (k in p) if (p[k] > p[$1] + 3 && $2 + $3 + $4 > 0) wrong++ }
  END { print wrong + 0 }'

# --volumes: a volume on the source's own grid, whose slices hold what the slices' own label maps hold.
#> phantom_0000 phantom_0001 phantom_0002
#> [[40,48,36],[4,4,4],true]
make_model m.safetensors
f4s-segment "$DATA/prepared" -o s --model m.safetensors --format none; f4s-segment "$DATA/prepared" -o v --model m.safetensors --volumes >records
cases records | jq -r .id | xargs; cases records | jq -c '[.geometry.size, .geometry.spacing_mm, .label == .source.label]' | uniq
# f4s-prep refuses a label whose grid is not its image's.
f4s-prep "t1=$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz" label=v/labels/phantom_0000.nii.gz -o back --slices all --format none
for slice in s/labels/phantom_0000_*; do cmp "$slice" back/labels/*"${slice##*0000}" || exit 1; done

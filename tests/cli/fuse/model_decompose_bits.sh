# Exactly is to the depth that each image had, whatever --bits says.
#> same
#> 16
inn_model m.safetensors; f4s-prep "$DATA/phantom" -o p --ids '*_0000' --bits 16 --modalities t1ce,flair --format none
f4s-fuse p -o f --ids '*_z01?' --model m.safetensors --latent | f4s-fuse - -o apart --model m.safetensors --decompose | pairs_apart | while read -r source apart; do cmp "$source" "$apart" && echo same; done | uniq
od -An -tu1 -j24 -N1 "$(ls apart/decomposed/*.png | head -n 1)" | tr -d ' '

# Fused images and latent planes are enough to go back, from two folders or from records whose sources are gone.
#> exact same
#> exact same
inn_model m.safetensors; f4s-prep "$DATA/phantom" -o p --ids '*_0000' --modalities t1ce,flair --format none
f4s-fuse p -o f --ids '*_z01?' --model m.safetensors --latent >fused.ndjson; for m in t1ce flair; do mkdir -p kept/$m; cp p/images/$m/*_z01?.png kept/$m/; done; rm -r p
check() {
  for m in t1ce flair; do for i in kept/$m/*; do cmp "$i" "$1/decomposed/$(basename "$i" .png)_$m.png" || return; done; done
  echo "$(jq -r .decomposed_from "$1/cases.ndjson" | sort -u) same"
}
f4s-fuse fused=f/fused latent=f/latent -o a --model m.safetensors --decompose --format none; check a
f4s-fuse - -o b --model m.safetensors --decompose --format none <fused.ndjson; check b

# Other names than what was fused, names that run together, and a latent file with other numbers: 65 each.
#> 65 65 65
#? stderr *--modalities t1,t2: its fused image is of t1ce,flair *is the file of another case as well*its numbers are not those that f4s-fuse --latent wrote*
inn_model m.safetensors; codes=()
f4s-fuse "$DATA/prepared" -o f --ids '*_0000_z010' --model m.safetensors --latent --format none
f4s-fuse f -o a --model m.safetensors --decompose --modalities t1,t2 --format none; codes+=($?)
i=$DATA/prepared/images/t1/phantom_0000_z010.png
jq -nc --arg i "$i" '{schema: "f4s.case/1", id: ("p", "p_z"), images: {t1: $i, z_t1: $i}}' >c.ndjson
f4s-fuse c.ndjson -o g --modalities t1,z_t1 --model m.safetensors --latent --format none
f4s-fuse g -o b --model m.safetensors --decompose --format none; codes+=($?)
size=$(stat -c %s f/latent/*.safetensors); printf '\1' | dd of="$(echo f/latent/*.safetensors)" bs=1 seek=$((size - 40)) conv=notrunc 2>/dev/null
f4s-fuse f -o c --model m.safetensors --decompose --format none; codes+=($?)
echo "${codes[@]}"

# A safetensors file that is no model of the suite: 65; so are one of another format and one whose weights are another network's.
#> 65
#> 65
#> 65
#? stderr f4s-fuse: *a.safetensors: *has no description*b.safetensors: has format 'f4s.model/9'*c.safetensors: weights are not those of the network*
write() { printf "$(printf '\\x%02x\\x%02x' $((${#2} % 256)) $((${#2} / 256)))\\0\\0\\0\\0\\0\\0" >"$1"; printf '%s\0\0\0\0' "$2" >>"$1"; }
tensor='"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
make_model m.safetensors; model=$(f4s-fuse --model m.safetensors --describe | jq -c '.model | tojson')
write a.safetensors "{$tensor"
write b.safetensors "{\"__metadata__\":{\"format\":\"f4s.model/9\",\"model\":$model},$tensor"
write c.safetensors "{\"__metadata__\":{\"format\":\"f4s.model/1\",\"model\":$model},$tensor"
for m in a b c; do f4s-fuse "$DATA/prepared" -o out --model $m.safetensors >/dev/null; echo $?; done

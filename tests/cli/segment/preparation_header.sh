# Volumes without a record: the spacing of their own headers is held against the model's.
#> 65 model.preparation
#> 0 null
make_model s.safetensors '{"spacing_mm":[1.875,1.875]}'; make_model k.safetensors '{"spacing_mm":[1,1]}'
for n in t1ce flair; do nrrd "16 16 2" {1..255} {1..255} 7 7 >$n.nrrd; done
s() { f4s-segment t1ce=t1ce.nrrd flair=flair.nrrd -o "$1" --model "$1.safetensors" --run-record r.json >/dev/null 2>&1; echo $? "$(jq -r .error.code r.json)"; }
s s; s k

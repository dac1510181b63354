# A model that does not take a fused image, or does not segment: 65, and what it takes and gives.
#> 65
#> 65
#? stderr f4s-segment: *i.safetensors: does not take fused: the model takes images and gives prediction*f.safetensors: does not segment: the model takes images or fused and gives fused*
make_model i.safetensors '{"network":{"input":"images"},"takes":["images"],"gives":["prediction"]}'; make_model f.safetensors '{"gives":["fused"]}'
f4s-segment "$DATA/prepared" -o out --model i.safetensors --input fused >/dev/null; echo $?
f4s-segment "$DATA/prepared" -o out --model f.safetensors >/dev/null; echo $?

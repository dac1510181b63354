# Images prepared otherwise than the model's training images: 65 before any work, with both values and what to type;
# what nobody knows is not refused; --anyway goes on with a finding in each record, one in a pipe of two tools too.
#> normalization percentile (the model's: zscore): f4s-prep --for-model z.safetensors prepares as the model wants, --anyway goes on as it is
#> pixels of 4 x 4 mm (the model's: 1.875 x 1.875 mm)
#> slices axial (the model's: coronal)
#> 65 untouched
#> 65 untouched
#> 65
#> 0
#> [4,["model.preparation"]]
#? stderr *
make_model z.safetensors '{"normalization":"zscore","spacing_mm":[4.03,4]}'; make_model s.safetensors '{"spacing_mm":[1.875,1.875]}'
make_model c.safetensors '{"plane":"coronal"}'; make_model known.safetensors '{"spacing_mm":[3.97,4],"plane":"axial"}'
p=$DATA/prepared
says() { jq -r '.error | select(.code == "model.preparation").message | capture("prepared otherwise than for model [a-z]+.safetensors: (?<what>.*)").what' r.json | sed "$1"; }
f4s-segment "$p" -o out --model z.safetensors --run-record r.json --format none; says ''
f4s-segment "$p" -o out --model s.safetensors --run-record r.json --format none; says 's/: f4s-prep.*//'
f4s-segment "$p" -o out --model c.safetensors --run-record r.json --format none; says 's/: f4s-prep.*//'
f4s-segment "$p" -o out --model known.safetensors --model z.safetensors --keep-going --format none; echo "$? $([[ -e out ]] || echo untouched)"
f4s-fuse "$p" -o out --model z.safetensors --format none; echo "$? $([[ -e out ]] || echo untouched)"
(slices 2; ended) | f4s-segment - -o out --model z.safetensors --format none; echo $?
f4s-segment t1ce="$p/images/t1ce" flair="$p/images/flair" -o images --model z.safetensors --format none && f4s-segment "$p" -o same --model known.safetensors --format none; echo $?
(slices 4; ended) | f4s-fuse - -o f --model z.safetensors --anyway | f4s-segment - -o s --model z.safetensors --anyway | cases | jq -sc '[length, (map([.findings[].code]) | unique[])]'

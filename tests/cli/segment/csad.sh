# A csad model labels slices and volumes like any other; a modality that a case lacks takes no part, with --tta and probabilities too; with fewer than two there is an error that names what the model takes.
#> 3 3 ok
#> 65
#? stderr f4s-segment: case 'phantom_0000_z015': has modalities t1ce, too few that fit; the model takes t1, t1ce, flair*
make_model m.safetensors '{"method":"csad","modalities":["t1","t1ce","flair"],"takes":["images"],"gives":["prediction"],"network":{"profile":"tiny","input":"images","segmenter":"csad","segmentation_width":4,"segmentation_levels":2}}'
slices 500 | jq -c 'del(.images.flair)' >without.ndjson
slices 500 | jq -c '.images.flair = .images.t2' >other.ndjson
run() { f4s-segment "$1" --ids "${@:3}" --model m.safetensors -o "$2" --format none; }
run "$DATA/prepared" all '*_z015'; run without.ndjson without '*_z015'; run other.ndjson other '*_z015'
ways='--tta --probabilities'
run without.ndjson tta '*_z015' $ways; run without.ndjson again '*_z015' $ways -j 1 && diff -r tta/probabilities again/probabilities
echo "$(ls all/labels/*.png | wc -l) $(ls without/labels/*.png | wc -l) $(f4s-segment "$DATA/prepared" -o v --volumes --model m.safetensors | run_record | jq -r .status)"
f4s-segment "$DATA/prepared" --modalities t1,t1ce --ids '*_z015' --model m.safetensors -o two --format none
diff -r without/labels two/labels && ! diff -rq without/labels all/labels >/dev/null && ! diff -rq other/labels all/labels >/dev/null || echo differs
slices 500 | jq -c '.images |= {t1ce}' >one.ndjson
run one.ndjson one '*_0000_z015'; echo $?

# f4s-prep --for-model takes normalization, spacing in the plane, plane and modalities from the model, also from the
# configuration; a flag that contradicts is refused with both named, one that says the same or more is not.
#> ["zscore","5,native,5","coronal",["t1ce","flair"]]
#> [["flair","t1ce"],[5,5],"coronal",40,{"normalize":"zscore"}]
#> accepted
#> the same
#> f4s-prep: --normalize percentile and --for-model m.safetensors, which was trained with zscore: leave --normalize out, or --for-model [usage.conflict]
#> f4s-prep: --spacing 5,5,4 and --for-model m.safetensors, which was trained with 5,native,5: leave --spacing out, or --for-model [usage.conflict]
#> f4s-prep: --plane axial and --for-model m.safetensors, which was trained with coronal: leave --plane out, or --for-model [usage.conflict]
#> f4s-prep: --modalities t1,t2 and --for-model m.safetensors, which was trained with t1ce, flair: leave --modalities out, or --for-model [usage.conflict]
#> 0
make_model m.safetensors '{"normalization":"zscore","spacing_mm":[5,5],"plane":"coronal"}'
prep() { f4s-prep "$DATA/phantom" --ids '*_0000' --slices all --for-model m.safetensors "$@"; }
prep -o p >records; run_record records | jq .config | tee r.json | jq -c '[.normalize, .spacing, .plane, .modalities]'
# 48 voxels of 4 mm from front to back are 48 slices; 36 from foot to head are 29 rows of 5 mm.
cases records | jq -c '[(.images | keys), .geometry.spacing_mm, .geometry.volume.axis, .geometry.size[0], .prepared]' | sort -u | sed 's/,32,/,40,/'
f4s-segment p -o s --model m.safetensors --volumes --format none && echo accepted
f4s-prep "$DATA/phantom" --ids '*_0000' --slices all --config r.json -o q --format none; diff -rq -x .f4s -x dataset.json p q && echo "the same"
for flags in "--normalize percentile" "--spacing 5,5,4" "--plane axial" "--modalities t1,t2"; do
  # shellcheck disable=SC2086 # a flag and its value
  prep -o r $flags 2>&1
done
prep -o r --spacing 5,4,5.01 --modalities t1,flair,t1ce --normalize zscore --format none; echo $?

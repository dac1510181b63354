# Studies as they came, in one command: prepared as the model wants, and labelled on their own grid with the bytes of
# the three commands; what was done is in each record.
#> the same
#> [[40,48,36],"labels","prepared as model m.safetensors wants: --modalities t1ce,flair --normalize zscore --spacing 5,5,native",{"normalize":"zscore"},false]
#> [[40,48,36],"phantom_0001_t1ce"]
#> [[40,48,36],"phantom_0001_t1ce"]
make_model m.safetensors '{"normalization":"zscore","spacing_mm":[5,5]}'
cp -r "$DATA/phantom" brats; rm brats/dataset.json brats/cases.ndjson
f4s-prep brats -o p --for-model m.safetensors --format none; f4s-segment p -o s --model m.safetensors --volumes --format none
f4s-segment brats -o out --model m.safetensors >records; diff -r s/labels out/labels && diff -r p/images out/prepared/images && echo "the same"
cases records | jq -c --arg out "$PWD/out/" '[.geometry.size, (.prediction | ltrimstr($out) | split("/")[0]), (.findings[] | select(.code == "model.prepared").text), .prepared, has("split")]' | uniq
# f4s-phantom's folder, which is a dataset of raw volumes, and the files of one study.
f4s-segment "$DATA/phantom" -o again --model m.safetensors --format none; diff -r out/labels again/labels
i=brats/phantom_0001/phantom_0001; one=("t1ce=${i}_t1ce.nii.gz" "flair=${i}_flair.nii.gz")
f4s-segment "${one[@]}" -o one --model m.safetensors | cases | jq -c '[.geometry.size, .id]'
f4s-segment "${one[@]}" -o two --model m.safetensors -j 2 --volumes | cases | jq -c '[.geometry.size, .id]'
cmp one/labels/phantom_0001_t1ce.nii.gz out/labels/phantom_0001.nii.gz

# An image that is its case's own label, by a link too, tells the network what it is to find: refused.
#> 65
#? stderr f4s-train: *flair and the label are one file: wanted an image [[]train.label]*flair and the label are one file*
#? exit 65
small_training >config.json
slices 500 | jq -c '.images.flair = .label' >data.ndjson
f4s-train data.ndjson -o run --config config.json --modalities t1ce,flair --format none; echo $?
slices 3 | jq -c 'select(.label)' | head -1 >one.ndjson
ln -s "$(jq -r .label one.ndjson)" linked.png
jq -c --arg file "$PWD/linked.png" '.images.flair = $file' one.ndjson | cat - <(slices 500 | tail -n +4) >linked.ndjson
f4s-train linked.ndjson -o again --config config.json --modalities t1ce,flair --format none

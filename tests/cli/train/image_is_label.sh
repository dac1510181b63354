# An image that is its case's own label tells the network what it is to find: refused.
#? exit 65
#? stderr f4s-train: *flair and the label are one file: wanted an image [[]train.label]
slices 500 | jq -c '.images.flair = .label' >data.ndjson
small_training >config.json
f4s-train data.ndjson -o run --config config.json --modalities t1ce,flair --format none

# Images of training that are validated with under another subject, and one file for two modalities: said.
#> split.files 2 images are
#> modality.copy 4 cases have one file for two modalities
slices 6 | jq -c 'select(.label) | .split = "train"' | head -4 >train.ndjson
head -1 train.ndjson | jq -c '.id = "other" | .subject = "another" | .split = "val"' | cat train.ndjson - |
  jq -c '.images.t1 = .images.t1ce' >all.ndjson
small_training | jq '.epochs = 1' >config.json
f4s-train all.ndjson -o run --config config.json --modalities t1,t1ce,flair 2>/dev/null |
  jq -r 'select(.schema == "f4s.run/1") | .findings[] | select(.code == "split.files" or .code == "modality.copy") | "\(.code) \(.text)"' |
  sed 's/ in both.*//; s/, the first.*//'

# The model lgg is found by its name.  On a phantom head with skull and eyes it finds the tumour.
#> [["t1ce","flair"],{"1":"abnormality"},true]
#> true
f4s-segment --model lgg --describe | jq -c '[.model.modalities, .model.classes, (.path | endswith("share/fuse4seg/models/lgg.safetensors"))]'
f4s-phantom -o heads --cases 1 --size 128,160,16 --spacing 1.4,1.4,9 --skull --seed 1 --confounders 0 --format none
f4s-prep heads -o slices --modalities t1ce,flair --brain none --slices all --size 256 --format none
f4s-segment slices -o labels --model lgg --volumes | f4s-metrics - --regions 'WT=1,2,4' >scores.ndjson
tail -n 1 scores.ndjson | jq '.summary.segmentation.WT | .dice.mean > 0.6'

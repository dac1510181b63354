# Flags that the others leave without effect are said; those of a configuration that is fed back are not.
#> f4s-train: warning: --fusion-dim has no effect on this training: wanted a fusion network that learns, other than an invertible one (--method fuse4seg, --task both or fusion)
#> f4s-train: warning: --segmentation-blocks has no effect on this training: wanted a segmentation network with a transformer (--segmenter transunet)
#> 0
slices 500 >data.ndjson
small_training | jq '.epochs = 1' >config.json
f4s-train data.ndjson -o run --config config.json --modalities t1ce --segmenter unet --segmentation-width 4 --fusion-dim 16 --segmentation-blocks 3 2>&1 >/dev/null | grep 'no effect'
f4s-train data.ndjson -o again --config run/config.json 2>&1 >/dev/null | grep -c 'no effect'
true

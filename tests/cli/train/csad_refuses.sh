# What csad cannot do is refused with what it takes: one modality, the fused image, distillation without its encoders.
#> 65 2 2
#? stderr f4s-train: --segmenter csad needs 2 to 4 modalities, and there is one (--method unet works with one) [[]train.modalities[]]*--input both with --method csad: it can have images alone*--distillation-weight 0.1: --segmenter unet has no encoder for each modality, csad has*
echo '{"epochs":1,"steps_per_epoch":1,"batch_size":2,"crop":32,"segmentation_width":2,"segmentation_levels":2}' >small.json
train() { f4s-train "$DATA/prepared" --config small.json --format none "$@"; codes+=" $?"; }
codes=
train -o one --method csad --modalities t1ce
train -o both --method csad --input both --modalities t1ce,flair
train -o unet --method unet --modalities t1ce,flair --distillation-weight 0.1
echo $codes

# What an invertible network or its method cannot do is refused by name, before anything is written.
#> 2 2 2 2
#? stderr f4s-train: --fuser inn with --method fuse4seg: --method fusioninn trains it to fuse*--task both with --method fusioninn: it can have fusion alone*--mi-weight 1 with --method fusioninn: it has no such loss*--latent-patch 8: larger than the training crops, 4 pixels a side*
train() { f4s-train "$DATA/prepared" -o run --modalities t1ce,flair --epochs 1 --steps-per-epoch 1 --format none "$@"; codes+=" $?"; }
codes=
train --fuser inn --task fusion
train --method fusioninn --task both
train --method fusioninn --mi-weight 1
train --method fusioninn --crop 4 --latent-patch 8
echo $codes; [[ ! -e run/model.safetensors ]]

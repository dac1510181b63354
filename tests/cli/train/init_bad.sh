# What cannot be begun with is refused: other modalities (unless --transfer), no model, a damaged one, nothing there, nothing that fits.
#> 65
#> 0
#> 65
#> 65
#> 66
#> 65
#? stderr f4s-train: pre/model.safetensors: is a model of t1ce, flair, the run is of t1, t2: *[[]train.init[]]*--init: *plain.safetensors: *model.format*cut.safetensors: *safetensors.*nowhere: no such file*model.nothing_matches[]]
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
echo '{"epochs":1,"steps_per_epoch":1,"batch_size":1,"crop":32}' >pre.json
f4s-pretrain "$DATA/prepared" -o pre --modalities t1ce,flair --config pre.json --format none
train() { f4s-train "$DATA/prepared" -o run --config small.json --format none "$@"; echo $?; }
train --modalities t1,t2 --init pre; train --modalities t1,t2 --init pre --transfer
printf '\2\0\0\0\0\0\0\0{}' >plain.safetensors; head -c 5000 pre/model.safetensors >cut.safetensors
train --force --init plain.safetensors; train --force --init cut.safetensors; train --force --init nowhere
make_model unet.safetensors '{"network":{"segmenter":"unet","input":"images","segmentation_width":4,"segmentation_levels":2},"modalities":["t1ce","flair"],"takes":["images"],"gives":["prediction"],"classes":{"1":"necrosis","2":"oedema","4":"enhancing"},"regions":{"WT":[1,2,4],"TC":[1,4],"ET":[4]}}'
train --force --init unet.safetensors --task segmentation --input images

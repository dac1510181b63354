# A data set whose label maps hold nothing: what needs no labels is trained, what needs them says why not.
#> 0 0 65
#? stderr *train.classes*
nrrd "64 64 4" $(for i in {1..64}; do echo {0..255}; done) >v.nrrd; nrrd "64 64 4" $(yes 0 | head -16384) >l.nrrd
for i in 1 2; do printf '{"schema":"f4s.case/1","id":"c%d","split":"%s","images":{"t1":"v.nrrd","t2":"v.nrrd"},"label":"l.nrrd"}\n' $i $([ $i = 1 ] && echo train || echo val); done >r.ndjson
f4s-prep r.ndjson -o d --brain none --slices all --format none
small=(--epochs 1 --steps-per-epoch 1 --batch-size 1 --crop 32 --format none)
f4s-pretrain d -o p "${small[@]}"; a=$?; f4s-train d -o q --task fusion "${small[@]}"; b=$?; f4s-train d -o r --segmenter unet "${small[@]}"; echo $a $b $?

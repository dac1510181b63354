# Slices that were fused in several combinations become a volume for each.
#> phantom_0000+t1ce-flair phantom_0000+t1ce-t1 phantom_0000+flair-t1
make_model m.safetensors '{"modalities":["t1ce","flair","t1"]}'
f4s-fuse "$DATA/prepared" --ids '*_0000_*' -o f --model m.safetensors --combinations 2 | f4s-segment - -o v --model m.safetensors --volumes | cases | jq -r .id | xargs
ls v/labels/*.nii.gz | wc -l | grep -q 3 && f4s-segment f -o s --model m.safetensors --format none && [[ $(ls s/labels/*.png | wc -l) = 99 ]]

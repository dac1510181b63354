# BraTS 2018 names: ID_t1, _t1ce, _t2, _flair, _seg; one study's folder or the folder above.
#> ["Brats18_1",["t1","t1ce","t2","flair"],true]
#> ["Brats18_1",["t1","t1ce","t2","flair"],true]
mkdir -p in/Brats18_1; for m in t1 t1ce t2 flair seg; do cp "$DATA/phantom/phantom_0000/phantom_0000_$m.nii.gz" "in/Brats18_1/Brats18_1_$m.nii.gz"; done
f4s-prep in -o a --volumes | cases | jq -c '[.id, (.images | keys_unsorted), has("label")]'
f4s-prep in/Brats18_1 -o b --volumes | cases | jq -c '[.id, (.images | keys_unsorted), has("label")]'

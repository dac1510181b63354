# --missing zero for slices and for pictures: black images of the right size beside the others.
#> true
#> 0
#> true
mkdir -p in/A; cp "$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz" in/A/A_t1.nii.gz
f4s-prep in -o a --modalities t1,t2 --missing zero --slices all --plane coronal | cases >a.ndjson
holds -s 'length == 48 and all(.images | keys == ["t1", "t2"])' a.ndjson && echo true
sha256sum a/images/t2/*.png | cut -d' ' -f1 | sort -u | wc -l | grep -cv '^1$'
f4s-prep t1="$DATA/prepared/images/t1/phantom_0000_z015.png" -o b --modalities pet,t1 --missing zero | cases | holds '[.images | keys_unsorted] == [["pet", "t1"]] and .findings[0].code == "modality.missing"' && echo true

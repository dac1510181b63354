# --missing leave: a case is prepared from the modalities that it has, volumes and pictures alike; one that has none fails.
#> ["flair","t1"] ["modality.missing"]
#> ["t1"] ["modality.missing"]
#> 8
#? stderr *
mkdir -p in/A in/B; cp "$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz" in/A/A_t1.nii.gz; cp "$DATA/phantom/phantom_0000/phantom_0000_flair.nii.gz" in/A/A_flair.nii.gz
cp "$DATA/phantom/phantom_0001/phantom_0001_t1.nii.gz" in/B/B_t1.nii.gz
show() { cases | head -n 1 | jq -r '"\(.images | keys | tojson) \([.findings[].code] | unique | tojson)"'; }
f4s-prep in -o a --modalities t1,t2,flair --missing leave --ids A | show
f4s-prep t1="$DATA/prepared/images/t1/phantom_0000_z015.png" -o b --modalities pet,t1 --missing leave | show
f4s-prep in -o c --modalities t2,flair --missing leave --keep-going --format none; echo $?

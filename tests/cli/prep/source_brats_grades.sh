# BraTS 2018: HGG and LGG sub-folders, tables beside them; the grade goes with the record, a volume of another name is a finding.
#> ["Brats18_A","HGG",["t1","t2"],null]
#> ["Brats18_B","LGG",["t1","t2"],["brats.name"]]
study() { mkdir -p "$1"; for m in t1 t2; do cp "$DATA/phantom/phantom_0000/phantom_0000_$m.nii.gz" "$1/${1##*/}_$m.nii.gz"; done; }
study in/HGG/Brats18_A; study in/LGG/Brats18_B; echo "Brats18ID,Age,Survival" >in/survival_data.csv; cp in/LGG/Brats18_B/*_t1.nii.gz in/LGG/Brats18_B/W39_Segm.nii.gz
f4s-prep in -o out --volumes | cases | jq -c '[.id, .grade, (.images | keys_unsorted), (.findings // null | if . then map(.code) else . end)]'

# --missing skip that leaves no case is 65, not an empty dataset.
#? exit 65
#? stderr *left out: it has no t2*each of the 3 cases lacks a modality*
mkdir in; for i in 0 1 2; do mkdir in/phantom_000$i; cp "$DATA/phantom/phantom_000$i/phantom_000${i}_t1.nii.gz" in/phantom_000$i; done
f4s-prep in -o out --modalities t1,t2 --missing skip >/dev/null; code=$?; [[ ! -e out/dataset.json ]] && exit $code

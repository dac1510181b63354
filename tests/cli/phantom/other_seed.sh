# Another seed makes other studies.
f4s-phantom -o p --cases 1 --size 40,48,36 --seed 2 --format none
[[ -s p/dataset.json ]] && ! cmp -s p/phantom_0000/phantom_0000_t1.nii.gz "$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz"

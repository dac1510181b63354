# Without --skull half of the voxels and more are exactly 0; with it hardly one is.
zeros() { gunzip -c "$1/phantom_0000/phantom_0000_t1.nii.gz" | tail -c +353 | od -An -v -tu2 | tr -s ' ' '\n' | grep -cx 0; }
f4s-phantom -o p --cases 1 --size 40,48,36 --skull --format none
[[ $(zeros "$DATA/phantom") -gt 30000 && $(zeros p) -lt 700 ]]

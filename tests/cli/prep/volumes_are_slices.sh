# --volumes writes the very levels that the slices have.
o='--ids *_0000 --modalities t1,t2 --format none'; set -f; f4s-prep "$DATA/phantom" -o v $o --volumes; f4s-prep "$DATA/phantom" -o s $o --slices all
f4s-prep t1=v/images/t1/phantom_0000.nii.gz t2=v/images/t2/phantom_0000.nii.gz -o sv --slices all --normalize none --brain none --format none
diff -r s/images sv/images

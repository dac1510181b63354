# Volumes are fused slice by slice: the same as their slices.
f4s-prep "$DATA/phantom" -o v --ids '*_0000' --volumes --modalities t1,t2 --format none; f4s-fuse v -o fv --method laplacian --format none
f4s-prep v/cases.ndjson -o s --slices all --normalize none --format none; f4s-fuse s -o fs --method laplacian --format none
f4s-prep x=fv/fused/phantom_0000.nii.gz -o r --slices all --normalize none --brain none --format none; diff -r r/images/x fs/fused

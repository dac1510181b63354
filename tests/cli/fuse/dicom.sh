# A DICOM series of raw intensities is prepared and fused as the same volume from a file is.
make_dicom a size=24,20,3; make_dicom b size=24,20,3 slope=1,2; fuse() { f4s-fuse "$@" --method laplacian --format none; }
fuse t1=a t2=b -o x && fuse t1=a.nrrd t2=b.nrrd -o y && cmp x/fused/* y/fused/*

# A DICOM series fuses as the same volume from a file does.
make_dicom a size=24,20,3 slope=0.0002; make_dicom b size=24,20,3 slope=0.0001,0.0002; f4s-fuse t1=a t2=b -o x --method laplacian --format none && f4s-fuse t1=a.nrrd t2=b.nrrd -o y --method laplacian --format none && cmp x/fused/* y/fused/*

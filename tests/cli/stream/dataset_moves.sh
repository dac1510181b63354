# A dataset's own paths are relative: it may be moved.
f4s-prep "$DATA/phantom" -o out --slices label --modalities t1,t2 --format none; mv out moved
f4s-fuse moved -o fused --method average --format none

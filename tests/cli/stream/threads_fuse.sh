# f4s-fuse: the same files and records, byte for byte, with one thread and with three.
mkdir a b
f4s-fuse "$DATA/prepared" -o a/out --method laplacian -j 1 | cases >a/records; f4s-fuse "$DATA/prepared" -o b/out --method laplacian -j 3 | cases >b/records
diff <(digest a/out) <(digest b/out) && diff a/records <(sed 's#/b/out/#/a/out/#g' b/records)

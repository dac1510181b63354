# f4s-prep: the same files with one thread and with three.
mkdir a b
f4s-prep "$DATA/phantom" -o a/out -j 1 --format none; f4s-prep "$DATA/phantom" -o b/out -j 3 --format none; diff <(digest a/out) <(digest b/out)

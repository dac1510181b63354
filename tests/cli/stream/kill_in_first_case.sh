# kill -9 within the very first case, with some files written: the same command goes on all the same.
#? stderr *
mkdir a b; f4s-prep "$DATA/phantom" -o a/out -j 1 --format none & pid=$!
while [[ ! -e a/out/images ]]; do kill -0 $pid || exit 1; done; kill -9 $pid; wait $pid
f4s-prep "$DATA/phantom" -o a/out --format none && f4s-prep "$DATA/phantom" -o b/out --format none && diff <(digest a/out) <(digest b/out) >/dev/null

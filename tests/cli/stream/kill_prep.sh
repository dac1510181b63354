# f4s-prep killed wherever it is, some times over, and run once more: the bytes of an undisturbed run.
#? stderr *
mkdir a b; for ms in 02 04 06 08; do f4s-prep "$DATA/phantom" -o a/out -j 1 --format none & sleep 0.$ms; kill -9 $!; wait $!; done
[[ -e a/out/dataset.json ]] || f4s-prep "$DATA/phantom" -o a/out --format none
f4s-prep "$DATA/phantom" -o b/out --format none; diff <(digest a/out) <(digest b/out) >/dev/null && [[ -s b/out/dataset.json ]]

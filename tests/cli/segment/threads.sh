# The same bytes and records whatever the threads, for slices and for volumes.
make_model m.safetensors; run() { (mkdir -p "$1"; cd "$1" || exit; f4s-segment "$DATA/prepared" -o "$2" --model ../m.safetensors -j "$1" "${@:3}" | cases | sed "s#/$1/$2/#/$2/#g" >"$2-records"); }
for j in 1 2 5; do run $j s; run $j v --volumes --probabilities; done
for j in 2 5; do for kind in s v; do diff 1/$kind-records $j/$kind-records && diff <(digest 1/$kind) <(digest $j/$kind) || exit 1; done; done

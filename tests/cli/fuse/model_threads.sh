# By a model: the same bytes and records whatever the threads.
make_model m.safetensors; run() { (mkdir "$1"; cd "$1" || exit; f4s-fuse "$DATA/prepared" -o out --model ../m.safetensors -j "$1" | cases | sed "s#/$1/out#/out#" >records); }
run 1; run 2; run 5
for j in 2 5; do diff 1/records $j/records && diff <(digest 1/out) <(digest $j/out) || exit 1; done

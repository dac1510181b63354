# --tta takes the mean over flips: another result than without, and the same again.
make_model m.safetensors; run() { f4s-segment "$DATA/prepared" --ids '*_z015' --model m.safetensors --format none "$@"; }
run -o once; run -o flips --tta; run -o again --tta -j 1
diff -r flips/labels again/labels && ! diff -rq once/labels flips/labels >/dev/null

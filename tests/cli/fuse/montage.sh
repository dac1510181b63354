# --montage: a picture of each case, whatever the threads, listed in its record; fused images are the same bytes as without; of a volume
# one picture. It needs OpenCV, and nothing is fused with --decompose.
#> true
#> 2
#> 1
#> 2 69
#? stderr *nothing is fused*--montage, drawn by OpenCV, not available*libfuse4seg_opencv_drawing.so*
run() { f4s-fuse "$DATA/prepared" --ids '*_z01[45]' --method average "$@"; }
run -o plain --format none; run -o one -j1 --montage --format none; run -o two -j2 --montage >records
diff <(digest plain/fused) <(digest two/fused) && diff -r one/montage two/montage || exit 3
cases records | jq -s --arg here "$PWD" 'all(.[]; .montage == "\($here)/two/montage/\(.id).png")'
png_colour_type two/montage/phantom_0000_z015.png
f4s-prep "$DATA/phantom" -o volumes --ids '*_0000' --volumes --format none; f4s-fuse volumes --ids phantom_0000 -o v --method average --montage --format none; find v/montage -name '*.png' | wc -l
bin=$(dirname "$(command -v f4s-fuse)"); mkdir -p bin lib; cp "$bin/f4s-fuse" bin; ln -s "$bin"/../lib/libfuse4seg_*.so lib; rm lib/libfuse4seg_opencv_drawing.so
f4s-fuse "$DATA/prepared" -o out --model no.safetensors --decompose --montage >/dev/null; code=$?
bin/f4s-fuse "$DATA/prepared" -o out --method average --montage >/dev/null; echo $code $?
[[ ! -e out ]]

# Without OpenCV a rule made of its filters says so, 69 before the first case; the others work.
#? exit 69
#? stderr *fusion rule wavelet, by OpenCV, not available*libfuse4seg_opencv.so*
bin=$(dirname "$(command -v f4s-fuse)")
mkdir -p bin lib
cp "$bin/f4s-fuse" bin
ln -s "$bin"/../lib/libfuse4seg_*.so lib
rm lib/libfuse4seg_opencv.so
bin/f4s-fuse "$DATA/prepared" -o average --ids '*_z015' --method average --format none || exit
bin/f4s-fuse "$DATA/prepared" -o out --ids '*_z015' --method wavelet >/dev/null; code=$?; [[ ! -e out ]] && exit $code

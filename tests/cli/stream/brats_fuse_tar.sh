# examples/brats-fuse with TAR=1: the images and the counts of folders, in tar files, in one part and in two.
#> images: same
#> counts: same
#> two parts: same
build() { make -s -f "$ROOT/examples/brats-fuse/Makefile" BRATS="$DATA/phantom" "$@" >make.log; }
images() { (cd "$1" && find . -name '*.png' | sort | xargs sha256sum); }
unpacked() { local tar to; for tar in "$1"/*.tar; do to=${tar%-0*}; mkdir -p "$to"; tar -xf "$tar" -C "$to"; done; }
build OUT=out; build OUT=tars TAR=1; build OUT=two TAR=1 SHARDS=2 -j2
unpacked tars; unpacked two
diff <(images tars) <(images out) && echo "images: same"
diff tars/report.tsv out/report.tsv && echo "counts: same"
diff <(images two) <(images out) && diff two/report.tsv out/report.tsv && echo "two parts: same"

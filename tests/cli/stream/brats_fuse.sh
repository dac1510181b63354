# examples/brats-fuse: every combination of each slice; the same bytes in one part and in two, also where the first
# attempt was killed; Snakemake's too, where there is one.
#> 11 combinations
#> the same
build=(make -s -f "$ROOT/examples/brats-fuse/Makefile" BRATS="$DATA/phantom" OUT=out)
"${build[@]}" >make.log && mv out one && tail -n +2 one/report.tsv | grep -c '^fused.*	all	' | sed 's/$/ combinations/'
setsid "${build[@]}" SHARDS=2 -j2 >make.log 2>&1 & group=$!
await test -e out/.slices-1-of-2; kill -KILL -- "-$group"; wait "$group" 2>/dev/null
released() { for journal in out/*/.f4s/journal-*; do [[ ! -e $journal ]] || flock -n "$journal" true || return; done; }
await released  # make is waited for, not yet what it had begun
"${build[@]}" SHARDS=2 -j2 >make.log
same() { diff -rq -x .f4s -x '.slices-*' -x '.fused-*' one out; }
same && echo "the same"
command -v snakemake >/dev/null || exit 0
rm -rf out; snakemake -q all -s "$ROOT/examples/brats-fuse/Snakefile" --cores 2 --config brats="$DATA/phantom" out=out shards=2 >snakemake.log 2>&1
same

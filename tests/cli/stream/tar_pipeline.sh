# Datasets in tar files: prepared, fused, scored and read like folders, with the numbers of folders.
#> prepared: same
#> fused: same
#> scores by .ndjson, pattern, pipe: 3 same
#> a member as a file: same
f4s-prep "$DATA/phantom" -o 'prepared-%06d.tar' --split 0.4,0.3,0.3 --format none
f4s-fuse prepared.ndjson -o 'tars/fused-%06d.tar' --method laplacian --modalities t1ce,flair --format ndjson >fused.ndjson
unpacked() { mkdir "$2"; for tar in "$1"*.tar; do tar -xf "$tar" -C "$2"; done; rm -r "$2/cases"; }
unpacked prepared- p; unpacked tars/fused- f
images() { (cd "$1" && find . -name '*.png' | sort | xargs sha256sum); }
diff <(images p) <(images "$DATA/prepared") && echo "prepared: same"
diff <(images f) <(images "$DATA/fused") && echo "fused: same"
scores() { f4s-metrics "$@" | cases | jq -c '{id, metrics}'; }
scores "$DATA/fused" >wanted
same=0; for words in tars/fused.ndjson 'tars/fused-%06d.tar' -; do if scores "$words" <fused.ndjson | diff - wanted; then same=$((same + 1)); fi; done
echo "scores by .ndjson, pattern, pipe: $same same"
first=$(head -1 fused.ndjson | jq -r .fused)
f4s-metrics a="$DATA/fused/fused/${first##*/}" b="$DATA/fused/fused/${first##*/}" fused="$first" | cases | jq -e '.metrics' >/dev/null && [[ $first == *fused-000001.tar#fused/* ]] && echo "a member as a file: same"

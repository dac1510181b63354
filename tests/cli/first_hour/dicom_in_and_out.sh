# A new user with a folder of DICOM series, and no rights beyond a folder of their own: a dataset by the series' own
# modalities, fused slices, scores.
#> adc highb t2
#> slices fused: all
#> scored: all
#? skip-unless ../shared/data/dicom/prostatex-0000
#? stderr *
run() { if [[ $(id -u) = 0 ]] && runuser -u nobody -- f4s-prep --version >/dev/null 2>&1; then runuser -u nobody -- "$@"; else "$@"; fi; }
mkdir mine; chmod 777 mine; chmod a+rx .. .
run f4s-prep "$ROOT/../shared/data/dicom/prostatex-0000" -o mine/data --brain none --register headers >prep.ndjson
cases prep.ndjson | jq -r '.images | keys | join(" ")' | sort -u
run f4s-fuse mine/data -o mine/fused --method laplacian --modalities t2,adc >fused.ndjson
slices=$(cases prep.ndjson | wc -l)
[[ $slices -gt 0 && $(find mine/fused/fused -name '*.png' | wc -l) = "$slices" ]] && echo "slices fused: all"
[[ $(run f4s-metrics mine/fused | run_record | jq .summary.fusion.VIF.n) = "$slices" ]] && echo "scored: all"

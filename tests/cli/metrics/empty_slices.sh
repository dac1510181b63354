# Slices on which there is nothing are in no mean of a volume, nor of slices that are put together: the scores are those of the rest.
#> true
#> true
#> 2 of 6 slices, on which nothing is, count in no mean
levels() { for ((i = 0; i < $1; ++i)); do echo $((i * $2 % 251)); done; }
zeros() { for ((i = 0; i < $1; ++i)); do echo 0; done; }
nrrd "16 16 4" $(levels 1024 7) >a4.nrrd; nrrd "16 16 4" $(levels 1024 13) >b4.nrrd; nrrd "16 16 4" $(levels 1024 11) >f4.nrrd
nrrd "16 16 6" $(zeros 256) $(levels 1024 7) $(zeros 256) >a6.nrrd
nrrd "16 16 6" $(zeros 256) $(levels 1024 13) $(zeros 256) >b6.nrrd
nrrd "16 16 6" $(zeros 256) $(levels 1024 11) $(zeros 256) >f6.nrrd
scores() { f4s-metrics "$@" | cases | jq -c '.metrics.fusion'; }
few=$(scores a=a4.nrrd b=b4.nrrd fused=f4.nrrd) all=$(scores a=a6.nrrd b=b6.nrrd fused=f6.nrrd)
holds -n --argjson few "$few" --argjson all "$all" '$few == $all' && echo true
mkdir s
for z in 0 1; do
  grey_png "16 16" $( ((z == 0)) && zeros 256 || levels 256 7) >s/a$z.png
  grey_png "16 16" $( ((z == 0)) && zeros 256 || levels 256 13) >s/f$z.png
done
record() { printf '{"schema":"f4s.case/1","id":"z%s","subject":"x","images":{"a":"s/a%s.png","b":"s/a%s.png"},"fused":"s/f%s.png"}\n' "$1" "$1" "$1" "$1"; }
one=$(record 1 >one.ndjson; f4s-metrics one.ndjson | cases | jq -c .metrics.fusion)
both=$({ record 0; record 1; } >both.ndjson; f4s-metrics both.ndjson --by subject | cases | jq -c .metrics.fusion)
holds -n --argjson one "$one" --argjson both "$both" '$one == $both' && echo true
f4s-metrics a=a6.nrrd b=b6.nrrd fused=f6.nrrd | cases | jq -r '.findings[] | select(.code == "fusion.empty_slices").text'

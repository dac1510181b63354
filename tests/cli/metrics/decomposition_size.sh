# A file that came back in another size: 65, and both sizes.
#? exit 65
#? stderr f4s-metrics: *small.png*: is 4x4, its source *
nrrd "4 4 1" $(seq 16) >a.nrrd; f4s-prep a=a.nrrd -o p --slices all --normalize none --brain none --format none; cp p/images/a/a_z000.png small.png
cases <(f4s-prep "$DATA/phantom" -o q --modalities t1,t2 --format ndjson) | head -1 | jq -c '.decomposed = {t1: "small.png"}' >r.ndjson; f4s-metrics r.ndjson >/dev/null

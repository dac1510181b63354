# A subject with two volumes: overlap over the voxels of both, fusion over all slices, no distances, no geometry.
#> {"id":"s","pooled_cases":2,"geometry":false,"dice":0.4,"hd":null}
nrrd "4 1 1" 0 1 1 0 >l.nrrd; nrrd "4 1 1" 0 1 0 0 >p.nrrd; nrrd "4 1 1" 0 0 0 1 >q.nrrd
r() { echo "{\"schema\":\"f4s.case/1\",\"id\":\"$1\",\"subject\":\"s\",\"label\":\"$2.nrrd\",\"prediction\":\"$3.nrrd\",\"geometry\":{\"spacing_mm\":[1,1,1]}}"; }
(r a p p; r b l q) >in.ndjson
f4s-metrics in.ndjson --by subject | cases | jq -c '{id, pooled_cases, geometry: has("geometry"), dice: (.metrics.segmentation["1"].dice * 100 | round / 100), hd: .metrics.segmentation["1"].hd_mm}'

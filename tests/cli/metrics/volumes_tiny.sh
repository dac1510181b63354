# Volumes under a microlitre: shown as 0, but there; the relative difference is that of the voxels.
#> [0,0,-0.5]
#> false
tiny() { nrrd "$@" | sed 's/(1,0,0) (0,1,0) (0,0,1)/(.01,0,0) (0,.01,0) (0,0,.01)/'; }
tiny "4 1 1" 0 1 1 2 >l.nrrd; tiny "4 1 1" 0 0 1 2 >p.nrrd
f4s-metrics prediction=p.nrrd label=l.nrrd --regions A=1 | cases >m.ndjson
jq -c '.metrics.volumes.A | [.reference_ml, .prediction_ml, .difference_relative]' m.ndjson
jq '.metrics.undefined | has("volumes.A.difference_relative")' m.ndjson

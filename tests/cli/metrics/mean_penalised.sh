# An empty prediction lowers mean_penalised: its distance counts as the diagonal of the volume, sqrt(3^2 + 4^2 + 1^2) mm.
#> {"n":1,"n_undefined":1,"mean":0,"mean_penalised":2.55}
mkdir l p; nrrd "3 4 1" 0 1 1 0 0 0 0 0 0 0 0 0 | tee l/{a,b}.nrrd >p/a.nrrd; nrrd "3 4 1" 0 0 0 0 0 0 0 0 0 0 0 0 >p/b.nrrd
f4s-metrics prediction=p label=l --regions A=1 | run_record | jq -c '.summary.segmentation.A.hd_mm | {n, n_undefined, mean, mean_penalised} | map_values(. * 100 | round / 100)'

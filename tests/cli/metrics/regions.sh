# --regions says which labels are scored together.
#> {"ALL":1,"ONE":0.5}
nrrd "4 1 1" 0 1 1 2 >l.nrrd; nrrd "4 1 1" 0 2 1 1 >p.nrrd
f4s-metrics prediction=p.nrrd label=l.nrrd --regions 'ALL=1,2 ONE=1' | cases | jq -c '.metrics.segmentation | map_values(.dice)' | sed 's/1\.0/1/'

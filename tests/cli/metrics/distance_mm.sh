# Distances are in millimetres of the file's own spacing.
#> 6
(nrrd "5 1 1" 0 1 0 0 0 | sed 's/(1,0,0)/(3,0,0)/') >l.nrrd; (nrrd "5 1 1" 0 0 0 1 0 | sed 's/(1,0,0)/(3,0,0)/') >p.nrrd
f4s-metrics prediction=p.nrrd label=l.nrrd | cases | jq '.metrics.segmentation["1"].hd_mm' | sed 's/\.0$//'

# The reasons: an empty prediction, an empty reference, both.
#> prediction_empty
#> reference_empty
#> both_empty
nrrd "3 1 1" 0 1 1 >l.nrrd; nrrd "3 1 1" 0 0 0 >p.nrrd
why() { f4s-metrics prediction=$1 label=$2 --regions A=1 | cases | jq -r '.metrics.undefined["segmentation.A.hd95_mm"]'; }
why p.nrrd l.nrrd; why l.nrrd p.nrrd; why p.nrrd p.nrrd

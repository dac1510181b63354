# What is not defined is null with its reason under the same path, or the number of the convention; it is counted.
#> {"hd95_mm":null,"why":"prediction_empty"}
#> {"n":0,"n_undefined":1,"mean":null}
nrrd "3 1 1" 0 1 1 >l.nrrd; nrrd "3 1 1" 0 0 0 >p.nrrd; f4s-metrics prediction=p.nrrd label=l.nrrd --regions A=1 >out
cases out | jq -c '{hd95_mm: .metrics.segmentation.A.hd95_mm, why: .metrics.undefined["segmentation.A.hd95_mm"]}'
run_record out | jq -c '.summary.segmentation.A.hd95_mm | {n, n_undefined, mean}'

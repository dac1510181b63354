# Instances stand under panoptica alone.
#> [2,1,1]
#> []
nrrd "12 1 1" 1 1 0 1 1 0 0 0 0 0 0 1 >l.nrrd; nrrd "12 1 1" 1 1 0 1 1 0 0 0 1 0 0 0 >p.nrrd
instances() { f4s-metrics prediction=p.nrrd label=l.nrrd --regions A=1 "$@" | cases | jq -c '.metrics.segmentation.A | [.instance_tp, .instance_fp, .instance_fn | values | floor]'; }
instances --seg-convention panoptica
instances

# A region has all ten figures.
#> ["assd_mm","dice","hd95_mm","hd_mm","iou","nsd","precision","sensitivity","specificity","volume_similarity"]
nrrd "5 1 1" 0 1 1 1 0 >l.nrrd; f4s-metrics prediction=l.nrrd label=l.nrrd | cases | jq -c '.metrics.segmentation["1"] | keys'

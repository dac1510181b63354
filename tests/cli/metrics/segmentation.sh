# Dice and its kin of a prediction against its label, by hand: 2 of 3 and 3 voxels agree.
#> {"dice":0.6667,"iou":0.5,"sensitivity":0.6667,"precision":0.6667}
nrrd "5 1 1" 0 1 1 1 0 >l.nrrd; nrrd "5 1 1" 0 0 1 1 1 >p.nrrd
f4s-metrics prediction=p.nrrd label=l.nrrd | cases | jq -c '.metrics.segmentation["1"] | {dice, iou, sensitivity, precision} | map_values(. * 10000 | round / 10000)'

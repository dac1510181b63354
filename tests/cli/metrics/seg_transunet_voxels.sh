# transunet has no spacing: its distances count voxels, and their names say so.
#> 6 2
(nrrd "5 1 1" 0 1 0 0 0 | sed 's/(1,0,0)/(3,0,0)/') >l.nrrd; (nrrd "5 1 1" 0 0 0 1 0 | sed 's/(1,0,0)/(3,0,0)/') >p.nrrd
hd() { f4s-metrics prediction=p.nrrd label=l.nrrd --seg-convention "$1" | cases | jq ".metrics.segmentation[\"1\"].$2 | floor"; }
echo "$(hd medpy hd_mm)" "$(hd transunet hd_px)"

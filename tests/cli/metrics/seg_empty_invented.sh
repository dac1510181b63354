# Regions that are in neither map, or in the prediction alone, where the conventions part most.
#> medpy 1 0
#> monai null null
#> deepmind null 0
#> brats2023 1 0
#> panoptica null 0
#> transunet 0 1
#> nnunet null 0
nrrd "3 1 1" 0 1 1 >some.nrrd; nrrd "3 1 1" 0 0 0 >none.nrrd
dice() { f4s-metrics label=none.nrrd prediction="$2" --regions A=1 --seg-convention "$1" | cases | jq '.metrics.segmentation.A.dice | if . then floor else . end'; }
for convention in medpy monai deepmind brats2023 panoptica transunet nnunet; do
  echo $convention "$(dice $convention none.nrrd)" "$(dice $convention some.nrrd)"
done

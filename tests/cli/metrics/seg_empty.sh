# A missed region under each convention, and under each rule that --empty puts in its place.
#> medpy convention 0 null
#> monai convention 0 null
#> deepmind convention 0 null
#> brats2023 convention 0 374
#> panoptica convention 0 null
#> transunet convention 0 0
#> nnunet convention 0 null
#> medpy null 0 null
#> medpy brats2021 0 373.128
#> medpy brats2023 0 374
#> medpy transunet 0 0
nrrd "3 1 1" 0 1 1 >l.nrrd; nrrd "3 1 1" 0 0 0 >p.nrrd
missed() {
  echo "$1 $2" "$(f4s-metrics prediction=p.nrrd label=l.nrrd --regions A=1 --seg-convention "$1" --empty "$2" | cases |
    jq -r '.metrics.segmentation.A | "\(.dice + 0 | floor) \(.hd95_mm // .hd95_px | if . then (. * 1000 | floor) / 1000 else . end)"')"
}
for convention in medpy monai deepmind brats2023 panoptica transunet nnunet; do missed $convention convention; done
for empty in null brats2021 brats2023 transunet; do missed medpy $empty; done

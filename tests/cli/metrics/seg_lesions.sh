# Lesions stand under brats2023 alone; what makes one, and which count, are options.
#> [1,0,0]
#> [2,1,0]
#> [2,1,1]
#> []
#> true
nrrd "12 1 1" 1 1 0 1 1 0 0 0 0 0 0 1 >l.nrrd; nrrd "12 1 1" 1 1 0 1 1 0 0 0 1 0 0 0 >p.nrrd
lesions() { f4s-metrics prediction=p.nrrd label=l.nrrd --regions A=1 "$@" | cases | jq -c '.metrics.segmentation.A | [.lesion_tp, .lesion_fp, .lesion_fn | values | floor]'; }
lesions --seg-convention brats2023 --lesion-volume 2
lesions --seg-convention brats2023 --lesion-volume 1 --lesion-dilation 0
lesions --seg-convention brats2023 --lesion-volume 0 --lesion-dilation 0
lesions
f4s-metrics prediction=p.nrrd label=l.nrrd --regions A=1 --seg-convention brats2023 | run_record |
  jq '.summary.segmentation.A | has("lesion_dice") and has("lesion_hd95_mm")'

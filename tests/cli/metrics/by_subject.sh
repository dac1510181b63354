# --by subject pools the pixels of a patient's slices: Dice by hand, and the mean over patients with a reference.
#> ["A",3,0.5,null,"no_volume"]
#> ["B",1,0,null,"no_volume"]
#> {"n":2,"mean":0.25,"n_reference":1,"mean_reference":0.5}
mkdir s; grey_png "4 1" 0 1 1 0 >s/1.png; grey_png "4 1" 0 1 0 0 >s/2.png; grey_png "4 1" 0 0 0 0 >s/3.png; grey_png "5 1" 1 1 1 0 0 >s/4.png
r() { echo "{\"schema\":\"f4s.case/1\",\"id\":\"$1\",\"subject\":\"$2\",\"label\":\"s/$3.png\",\"prediction\":\"s/$4.png\"}"; }
(r a1 A 1 2; r a2 A 3 3; r a3 A 4 4 | sed 's#"prediction":"s/4#"prediction":"z#'; r b1 B 3 2) >in.ndjson; grey_png "5 1" 0 1 0 0 1 >z.png
f4s-metrics in.ndjson --by subject >out
cases out | jq -c '[.id, .pooled_cases, .metrics.segmentation["1"].dice, .metrics.segmentation["1"].hd95_px, .metrics.undefined["segmentation.1.hd95_px"]]'
run_record out | jq -c '.summary.segmentation["1"].dice | {n, mean, n_reference, mean_reference}'

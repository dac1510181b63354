# Records with probabilities have ece and brier of each region, by hand: of a slice, and of a subject's slices together;
# beyond the mask nothing counts, others have none, and less is better.
#> [0.2,0.2267]
#> [0.4333,0.4467]
#> [null,null]
#> true
#> 65
#? stderr *p/bad.png*metric.size*
mkdir p; grey_png "4 1" 1 1 0 0 >l.png; grey_png "4 1" 1 0 0 0 >z.png; grey_png "4 1" 255 51 51 255 >p/a.png; grey_png "4 1" 0 0 0 0 >p/b.png; grey_png "4 1" 1 1 1 0 >m.png
r() { echo "{\"schema\":\"f4s.case/1\",\"id\":\"$1\",\"subject\":\"S\",\"classes\":{\"1\":\"WT\"},\"regions\":{\"WT\":[1]},\"label\":\"l.png\",\"prediction\":\"z.png\",\"mask\":\"m.png\"${2:-}}"; }
p() { r "$1" ",\"probabilities\":{\"1\":\"p/$1.png\"}"; }
scores() { cases - | jq -c '.metrics.segmentation.WT | [.ece, .brier] | map(if . then . * 10000 | round / 10000 else . end)'; }
p a >a.ndjson; f4s-metrics a.ndjson | scores
(p a; p b) >s.ndjson; f4s-metrics s.ndjson --by subject | scores
r c >c.ndjson; f4s-metrics c.ndjson | scores
f4s-metrics a.ndjson >better; p b | sed 's/"id":"b"/"id":"a"/' >b.ndjson; f4s-metrics b.ndjson --compare better | run_record - | jq '.summary.compare.segmentation.WT.brier | .mean_difference > 0'
grey_png "3 1" 0 0 0 >p/bad.png; p bad >bad.ndjson; f4s-metrics bad.ndjson >/dev/null; echo $?

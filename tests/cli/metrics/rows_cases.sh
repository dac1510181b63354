# csv and tsv have a row a case; the column's mean is the summary's, also of values that a case has not.
#> id,subject,split,segmentation.1.dice,segmentation.1.hd95_px
#> "a,1",s,,1.0,0.0
#> b,b,,1.0,
#> {"mean":1}
grey_png "4 1" 0 1 1 0 >1.png; grey_png "4 1" 0 0 0 0 >0.png
r() { echo "{\"schema\":\"f4s.case/1\",\"id\":\"$1\",\"subject\":\"$2\",\"label\":\"$3.png\",\"prediction\":\"$3.png\"}"; }; (r a,1 s 1; r b b 0) >in.ndjson
f4s-metrics in.ndjson --format csv --columns dice.1,hd95.1; f4s-metrics in.ndjson | run_record | jq -c '.summary.segmentation["1"].dice | {mean}'

# With a spacing in the record they are mm.
#> 6 null
grey_png "5 1" 0 1 0 0 0 >l.png; grey_png "5 1" 0 0 0 1 0 >p.png
echo '{"schema":"f4s.case/1","id":"a","label":"l.png","prediction":"p.png","geometry":{"spacing_mm":[3,3]}}' >in.ndjson
f4s-metrics in.ndjson | cases | jq -r '.metrics.segmentation["1"] | "\(.hd_mm | floor) \(.hd_px)"'

# Voxels whose reference is ignored count in no metric: --ignore, or the record's own; without it they are errors.
#> flag 1 1 1 1 0 0
#> record 1 1 1 1 0 0
#> none 0.5 0.5 0.33333333333333337 0.5
#> stacked 1 1
#> subject 1 1
#> values ["1"]
#> 2
#? stderr *
# Reference: 1 1 9 9 0 0; prediction: 1 1 1 1 0 0, so all that is wrong lies where nobody knows.
nrrd "6 1 1" 1 1 9 9 0 0 >r.nrrd; nrrd "6 1 1" 1 1 1 1 0 0 >p.nrrd
show() { jq -r --arg n "$1" 'select(.schema == "f4s.case/1") | .metrics.segmentation[$n] | "\(.dice) \(.sensitivity) \(.specificity) \(.precision) \(.hd95_mm) \(.assd_mm)"'; }
echo "flag $(f4s-metrics label=r.nrrd prediction=p.nrrd --ignore 9 --regions a=1 | show a)"
echo '{"schema":"f4s.case/1","id":"c","label":"r.nrrd","prediction":"p.nrrd","classes":{"1":"a"},"regions":{},"ignore":[9]}' >c.ndjson
echo "record $(f4s-metrics c.ndjson | show a)"
nrrd "6 1 1" 1 1 0 0 0 9 >r2.nrrd; nrrd "6 1 1" 1 0 1 0 0 1 >p2.nrrd
f4s-metrics label=r2.nrrd prediction=p2.nrrd --ignore 9 --regions a=1 | jq -r 'select(.schema == "f4s.case/1") | .metrics.segmentation.a | "none \(.dice) \(.sensitivity) \(1 - .specificity) \(.precision)"'
# Slices as their volume and as their subject.
nrrd "4 2 2" 0 5 9 7 3 2 8 6 0 5 9 7 3 2 8 6 >v.nrrd; nrrd "4 2 2" 1 1 9 9 0 0 0 0 1 1 9 9 0 0 0 0 >l.nrrd
f4s-prep t1=v.nrrd label=l.nrrd -o d --brain none --slices all --ignore 9 --classes 1=a >/dev/null
jq -c '.prediction = .label' d/cases.ndjson >d/p.ndjson
for by in volume subject; do f4s-metrics d/p.ndjson --by $by | jq -r --arg b "$by" 'select(.schema == "f4s.case/1") | .metrics.segmentation.a | "\(if $b == "volume" then "stacked" else $b end) \(.dice) \(.specificity)"'; done
f4s-metrics label=r.nrrd prediction=p.nrrd --ignore 9 | jq -c 'select(.schema == "f4s.case/1") | .metrics.segmentation | keys' | sed 's/^/values /'
f4s-metrics label=r.nrrd prediction=p.nrrd --ignore x >/dev/null; echo $?

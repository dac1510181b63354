# So is one in the reference.
#> label.value
nrrd "3 1 1" 0 1 9 >l.nrrd; nrrd "3 1 1" 0 1 1 >p.nrrd
echo '{"schema":"f4s.case/1","id":"a","label":"l.nrrd","prediction":"p.nrrd","classes":{"1":"one"}}' >in.ndjson; f4s-metrics in.ndjson | cases | jq -r '.findings[] | select(.code != "metric.convention").code'

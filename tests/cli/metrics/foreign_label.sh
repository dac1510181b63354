# A predicted label outside the classes is a finding, not an error.
#> ["label.value","warning"]
nrrd "3 1 1" 0 1 1 >l.nrrd; nrrd "3 1 1" 0 1 9 >p.nrrd
echo '{"schema":"f4s.case/1","id":"a","label":"l.nrrd","prediction":"p.nrrd","classes":{"1":"one"}}' >in.ndjson; f4s-metrics in.ndjson | cases | jq -c '.findings[] | select(.code != "metric.convention") | [.code, .severity]'

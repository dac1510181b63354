# A record of another schema, or of none: 65 with what was wanted.
#> 65
#> 65
#? stderr f4s-metrics: in.ndjson: line 1: schema is "f4s.case/2": wanted f4s.case/1*f4s-metrics: in.ndjson: line 1: schema is missing: wanted f4s.case/1*
echo '{"schema":"f4s.case/2","id":"a"}' >in.ndjson; f4s-metrics in.ndjson >/dev/null; echo $?
echo '{"id":"a"}' >in.ndjson; f4s-metrics in.ndjson >/dev/null; echo $?

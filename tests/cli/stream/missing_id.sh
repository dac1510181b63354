# A record without id, or with an empty one: 65.
#> 65
#> 65
#? stderr f4s-metrics: in.ndjson: line 1: the record has no id*f4s-metrics: in.ndjson: line 1: the record has no id*
echo '{"schema":"f4s.case/1"}' >in.ndjson; f4s-metrics in.ndjson >/dev/null; echo $?
echo '{"schema":"f4s.case/1","id":""}' >in.ndjson; f4s-metrics in.ndjson >/dev/null; echo $?

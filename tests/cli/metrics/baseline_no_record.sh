# A baseline that is no run record of f4s-metrics: 65; one that is not there: 66; both before the first case.
#> 65
#> 65
#> 66
#? stderr *base.ndjson: its last line is not a run record*base.ndjson: its last line is not*no.ndjson: no such file*
ended >base.ndjson; f4s-metrics "$DATA/fused" --baseline base.ndjson >/dev/null; echo $?
echo hello >base.ndjson; f4s-metrics "$DATA/fused" --baseline base.ndjson >/dev/null; echo $?; f4s-metrics "$DATA/fused" --baseline no.ndjson >/dev/null; echo $?

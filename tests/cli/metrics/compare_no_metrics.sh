# What is no output of f4s-metrics: 65; not there: 66; before the first case.
#> 65
#> 65
#> 65
#> 65
#> 66
#? stderr *has no metrics: wanted the records that f4s-metrics*holds no run record*is output of 'f4s-prep'*line 1*not JSON*no such file*
f4s-metrics "$DATA/fused" | head -1 >a.ndjson; ended >b.ndjson; head -c 300 a.ndjson >c.ndjson
for f in "$DATA/fused/cases.ndjson" a.ndjson b.ndjson c.ndjson no.ndjson; do f4s-metrics "$DATA/fused" --compare "$f" >out; echo $?; [[ -z $(cases out) ]] || exit 9; done

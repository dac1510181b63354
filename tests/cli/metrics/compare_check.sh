# A comparison's figures can be checked.
#> 1 [true,false]
#? stderr f4s-metrics: check 'compare.fusion.Qabf.wins > 0' not met: compare.fusion.Qabf.wins is 0
f4s-metrics "$DATA/fused" >a.ndjson; f4s-metrics "$DATA/fused" --compare a.ndjson --check 'compare.fusion.Qabf.p >= 0.05' --check 'compare.fusion.Qabf.wins > 0' --run-record r.json >/dev/null; echo $? "$(jq -c '[.checks[].met]' r.json)"

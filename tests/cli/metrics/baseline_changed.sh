# Figures that changed: exit 1 and a line for each; a tolerance forgives.
#> 1 0
f4s-metrics "$DATA/fused" | run_record | jq -c '.summary.fusion.EN.mean *= 1.01' >base.json
f4s-metrics "$DATA/fused" --baseline base.json >/dev/null; a=$?; f4s-metrics "$DATA/fused" --baseline base.json --tolerance 0.02 >/dev/null; echo $a $?
#? stderr f4s-metrics: baseline not met: fusion.EN.mean was *, is *, may differ by *

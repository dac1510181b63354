# A figure that the baseline has and the run has not falls short.
#? exit 1
#? stderr f4s-metrics: baseline not met: fusion.OLD.mean was 1*, is missing*
f4s-metrics "$DATA/fused" | run_record | jq -c '.summary.fusion.OLD.mean = 1' >base.json; f4s-metrics "$DATA/fused" --baseline base.json >/dev/null

# --run-record's file is a baseline too.
f4s-metrics "$DATA/fused" --run-record base.json >/dev/null; f4s-metrics "$DATA/fused" --baseline base.json | run_record | holds .checks[0].met

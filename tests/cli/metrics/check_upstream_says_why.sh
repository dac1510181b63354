# A check that holds, but not of all cases: the line says why it is not met; so does the baseline's.
#? exit 8
#? stderr f4s-metrics: check 'fusion.EN.mean > 0' not met: fusion.EN.mean is *, but an upstream tool failed or left cases out*f4s-metrics: baseline not met: all * figures are within its limits, but an upstream tool failed or left cases out*
f4s-metrics "$DATA/fused" --run-record base.json >/dev/null
(sed "s#\"fused/#\"$DATA/fused/fused/#" "$DATA/fused/cases.ndjson"; ended partial 8 1) | f4s-metrics - --check 'fusion.EN.mean > 0' --baseline base.json >/dev/null

# A configuration file that is not there is exit 66.
#? exit 66
#? stderr f4s-metrics: no.json: no such file*
f4s-metrics "$DATA/fused" --config no.json

# A record with nothing to measure: 65.
#? exit 65
#? stderr f4s-metrics: case 'phantom_0000_z003': has neither fused with its sources nor prediction with label*
f4s-metrics "$DATA/prepared" >/dev/null

# A seed is from 0 to 2^53: one more is refused, not rounded.
#> 2 f4s-metrics: --seed: '9007199254740993' must be at least 0 and at most 9007199254740992 [parameter.value]
#> 2 f4s-metrics: --seed: '-1' must be at least 0 and at most 9007199254740992 [parameter.value]
said=$(f4s-metrics "$DATA/fused" --seed 9007199254740993 2>&1 >/dev/null); echo $? "$said"
said=$(f4s-metrics "$DATA/fused" --seed=-1 2>&1 >/dev/null); echo $? "$said"

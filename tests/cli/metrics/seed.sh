# The interval's bootstrap is seeded: the same seed, the same interval; another seed, another.
mkdir t1 t2; for z in {10..29}; do for m in t1 t2; do cp "$DATA/prepared/images/$m/phantom_0000_z0$z.png" "$m/subject$z.png"; done; done
ci() { f4s-metrics t1=t1 t2=t2 fused=t2 --seed "$1" | run_record | jq -c .summary.fusion.EN.ci95; }
[[ $(ci 1) == "$(ci 1)" && $(ci 1) != "$(ci 2)" ]]

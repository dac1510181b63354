# --device cuda where there is no device, or none that exists: 69 before the first case, and never another device in silence.
#? exit 69
#? stderr f4s-metrics: *not available: *[[]*[]]
f4s-metrics "$DATA/prepared" --device cuda:99 >out; code=$?; ! grep -q f4s.case/1 out && exit $code

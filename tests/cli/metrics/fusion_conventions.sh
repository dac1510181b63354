# Every convention scores; MI is in nats in cddfuse and in bits in strict; vifb has neither SCD nor VIF.
m() { f4s-metrics "$DATA/fused" --ids phantom_0000_z015 --convention "$1" | cases | jq -c "$2"; }
for c in cddfuse film vifb lt lt2022 zoo strict; do m "$c" '.metrics.fusion | [.EN, .SD, .SF, .AG, .MI, .Qabf, .SSIM] | all(type == "number")' | grep -qx true || exit 1; done
holds -n --argjson n "$(m cddfuse .metrics.fusion.MI)" --argjson b "$(m strict .metrics.fusion.MI)" '($n / $b - (2 | log) | fabs) < 1e-12' &&
  m vifb '[.metrics.fusion.VIF, .metrics.fusion.SCD, .metrics.undefined["fusion.VIF"], .metrics.undefined["fusion.SCD"]]' | grep -qx '\[null,null,"convention","convention"\]'

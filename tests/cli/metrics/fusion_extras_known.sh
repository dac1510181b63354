# CC, MSE and PSNR by hand: constant differences 3 and 1 from the sources, so 20 log10(peak / sqrt(5)).
p=$(for ((i = 0; i < 64; i++)); do echo $((i + 3)); done); a=$(seq 0 63); b=$(seq 2 65)
one() { nrrd "8 8 1" $2 >"$1.nrrd"; f4s-prep x="$1.nrrd" -o "$1" --slices all --normalize none --brain none --format none; }
one f "$p"; one a "$a"; one b "$b"; s=(a=a/images/x/a_z000.png b=b/images/x/b_z000.png fused=f/images/x/f_z000.png)
f4s-metrics "${s[@]}" --extras | cases | holds '.metrics.fusion | (.CC - 1 | fabs) < 1e-12 and .MSE == 5 and (.PSNR - 20 * (66 / (5 | sqrt) | log10) | fabs) < 1e-9' || exit 1
f4s-metrics "${s[@]}" --extras --convention lt | cases | holds '.metrics.fusion | (.MSE * 65025 - 5 | fabs) < 1e-9'

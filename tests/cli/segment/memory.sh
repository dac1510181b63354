# Out of memory is 71 in one line in inference too, whatever the limit; and a run record says so.
#> 71
#> one line each: true
#? stderr *
make_model m.safetensors
for mib in 150 300 400 500; do
  with_memory $mib f4s-segment "$DATA/prepared" -o out$mib --model m.safetensors -j 2 --format none 2>said; code=$?
  [[ $code = 0 || ($(wc -l <said) = 1 && $(<said) == "f4s-segment: "*"[memory]") ]] || echo "with $mib MiB: $code, $(<said)" >>other
  echo $code
done | grep -vx 0 | sort -u
[[ ! -e other ]] && echo "one line each: true" || cat other

# What does not go together is said before any work.
#> 2 report.output
#> 2 report.output
#> 66 input.missing
#> 2 parameter.value
#? stderr *
code() { f4s-report "$@" --run-record r.json >/dev/null; c=$?; echo $c "$(jq -r .error.code r.json 2>/dev/null)"; rm -f r.json; }
code "$DATA/fused"; code "$DATA/fused" --format text -o x.html; code nowhere -o x.html
f4s-report "$DATA/fused" -o x.html --format pdf 2>err; echo $? "$(grep -o 'parameter.value' err)"

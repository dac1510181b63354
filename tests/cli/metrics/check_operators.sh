# All six operators, each on both sides of the value.
#> >= 0 1
#> > 1 1
#> <= 0 0
#> < 1 0
#> == 0 1
#> != 1 0
#? stderr *
m() { f4s-metrics "$DATA/fused" --ids '*_z015' --check "cases.ok $1 $2" >/dev/null; echo $?; }
for op in '>=' '>' '<=' '<' '==' '!='; do echo "$op" "$(m "$op" 3)" "$(m "$op" 4)"; done

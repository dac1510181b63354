# What is no number, no whole number or out of range is exit 2 with flag, value and rule.
#> f4s-phantom: --cases: 'two' is not a whole number [parameter.value]
#> f4s-phantom: --cases: '1.5' is not a whole number [parameter.value]
#> f4s-phantom: --cases: '0' must be at least 1 and at most 100000 [parameter.value]
#> f4s-phantom: --noise: 'nan' is not a number [parameter.value]
#> f4s-phantom: --noise: '0.5' must be at least 0 and at most 0.3 [parameter.value]
#? exit 2
for cases in two 1.5 0; do f4s-phantom -o out --cases $cases 2>&1; done
for noise in nan 0.5; do f4s-phantom -o out --noise $noise 2>&1; done

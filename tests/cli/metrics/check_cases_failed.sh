# cases.failed can be checked; failed cases outrank a check: 8.
#> 8 [false]
#? stderr *
mkdir l p; nrrd "3 1 1" 0 1 1 | tee l/{a,b}.nrrd >p/a.nrrd; f4s-metrics prediction=p label=l --keep-going --check 'cases.failed == 0' --run-record r.json >/dev/null; echo $? "$(jq -c '[.checks[].met]' r.json)"

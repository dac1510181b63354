# Where the upstream failed no check is met.
#> [false]
#? exit 65
#? stderr *check 'cases.ok >= 1' not met*
(slices 97 | grep -E '_z010"' ; ended failed 65) >in; f4s-fuse - -o f --method average <in 2>/dev/null | f4s-metrics - --check 'cases.ok >= 1' --run-record r.json >/dev/null
code=$?; jq -c '[.checks[].met]' r.json; exit $code

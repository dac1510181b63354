# A check that is not met: exit 1, a line with the value; the status is ok, for the run did what it should.
#> ["ok",1,[false]]
#? exit 1
#? stderr f4s-metrics: check 'fusion.SSIM.mean >= 9' not met: fusion.SSIM.mean is 1.*
f4s-metrics "$DATA/fused" --check 'fusion.SSIM.mean >= 9' --run-record r.json >/dev/null; code=$?; jq -c '[.status, .exit_code, [.checks[].met]]' r.json; exit $code

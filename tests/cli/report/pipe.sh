# At the end of a pipe: NDJSON in, NDJSON out, a page beside; a failed producer is shown and said.
#> 2
#> 65
#> 1
#> 65 input.no_run_record 1
#? stderr *
(slices 2; ended) | f4s-report - -o r.html | cases | wc -l
(slices 2; ended failed 65) | f4s-report - -o f.html >/dev/null; echo $?
grep -c 'f4s-prep failed' f.html
slices 2 | f4s-report - -o d.html --run-record r.json >/dev/null; echo $? "$(jq -r .error.code r.json)" "$(grep -c 'its producer died' d.html)"

# --cases is no part of the configuration: with --skip-existing a folder grows, and what is there is kept.
#> {"ok":1,"failed":0,"skipped":1}
f4s-phantom -o out --cases 1 --size 16,16,16 --format none
f4s-phantom -o out --cases 2 --size 16,16,16 --skip-existing | run_record | jq -c .cases

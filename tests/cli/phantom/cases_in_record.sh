# How many studies were asked for is in the run record; more of them later are the same ones and others.
#> 1 2
#> {"ok":1,"failed":0,"skipped":1}
f4s-phantom -o p --cases 1 --size 24,24,16 --run-record a.json --format none
f4s-phantom -o p --cases 2 --size 24,24,16 --skip-existing --run-record b.json --format none
echo "$(jq .config.cases a.json) $(jq .config.cases b.json)"; jq -c .cases b.json

# --split takes the cases of a split alone.
#> 32 "test"
f4s-fuse "$DATA/prepared" -o out --method average --split test | cases | jq .split | uniq -c | xargs | sed 's/test/"test"/'

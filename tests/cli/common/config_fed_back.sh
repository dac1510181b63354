# The effective configuration of the run record, fed back, gives the same run.
mkdir a b
f4s-fuse "$DATA/prepared" -o a/out --ids '*_z01?' --method laplacian --levels 2 --modalities t2,t1 --run-record r.json --format none
jq .config r.json >c.json
f4s-fuse "$DATA/prepared" -o b/out --config c.json --run-record r2.json --format none
diff <(digest a/out) <(digest b/out) && diff <(jq -S .config r.json) <(jq -S .config r2.json)

# f4s-prep's effective configuration, fed back, gives the same dataset.
mkdir a b
f4s-prep "$DATA/phantom" -o a/out --ids '*_0001' --modalities flair,t1 --normalize range=0,900 --slices label --size 64 --bits 16 --run-record r.json --format none
jq .config r.json >c.json
f4s-prep "$DATA/phantom" -o b/out --config c.json --format none && diff <(digest a/out) <(digest b/out)

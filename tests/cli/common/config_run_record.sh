# A run record is a configuration: the same run again, whatever its argv; another tool's is exit 78.
#> 78
#? stderr f4s-metrics: r.json: is the run record of f4s-fuse: wanted one of f4s-metrics \[config.tool\]
mkdir a b
f4s-fuse "$DATA/prepared" -o a/out --ids '*_z01?' --method laplacian --levels 2 --modalities t2,t1 --run-record r.json --format none
f4s-fuse "$DATA/prepared" -o b/out --config r.json --run-record r2.json --format none
diff <(digest a/out) <(digest b/out) && diff <(jq -S .config r.json) <(jq -S .config r2.json) || exit 1
f4s-metrics "$DATA/fused" --config r.json; echo $?

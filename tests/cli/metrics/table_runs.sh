# A RUN is the output of f4s-metrics, or shards of it, a run record, or a dataset whose records have metrics: the same row.
#> 9 1
d=$DATA/fused; f4s-metrics "$d" --run-record run.json >run.ndjson; for i in 1 2; do f4s-metrics "$d" --shard $i/2; done >shards.ndjson
mkdir set; cases run.ndjson >set/cases.ndjson; echo '{}' >set/dataset.json
f4s-metrics --table a=run.ndjson b=run.json c=set --format csv >t
echo "$(head -1 t | grep -o ',' | wc -l) $(sed -n '2,4s/^.,//p' t | sort -u | wc -l)"
f4s-metrics --table a=run.ndjson b=shards.ndjson | holds '.summary.table | (.a.SD - .b.SD | fabs) < 1e-9'

# A new user who chains the tools in a Makefile, and in Slurm's idiom as an array of tasks on one folder: the same fused
# images and scores, and nothing is made twice.
#> make: Nothing to be done for 'all'.
#> fused images that differ: 0
#> the same scores
#? stderr *
cat >Makefile <<'END'
all: scores.ndjson
data/dataset.json:
	f4s-prep $(BRATS) -o data --slices label --format none
fused/dataset.json: data/dataset.json
	f4s-fuse data -o fused --method laplacian --modalities t1ce,flair --format none
scores.ndjson: fused/dataset.json
	f4s-metrics fused >$@.partial && mv $@.partial $@
END
make -s BRATS="$DATA/phantom" && LC_ALL=C make BRATS="$DATA/phantom"
for SLURM_ARRAY_TASK_ID in 1 2 3; do
  f4s-fuse data -o shards --method laplacian --modalities t1ce,flair --shard $SLURM_ARRAY_TASK_ID/3 --format none &
done
wait
echo "fused images that differ: $(diff -rq fused/fused shards/fused | wc -l)"
f4s-metrics shards >sharded.ndjson
cmp <(run_record scores.ndjson | jq .summary) <(run_record sharded.ndjson | jq .summary) && echo "the same scores"

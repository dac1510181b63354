# --transfer to other modalities leaves out the statistics of the old ones, and takes its couplings.
#> 0 0
#? stderr *
echo '{"epochs":1,"steps_per_epoch":1,"batch_size":2,"crop":32,"inn_width":8}' >small.json
train() { f4s-train "$DATA/prepared" --method fusioninn --config small.json --format none "$@"; }
train -o a --modalities t1ce,flair
train -o b --modalities t1,t2 --init a --transfer --verbose 2>said
echo "$(grep -c 'from --init: fusion.norm' said) $(jq -s '[.[] | select(.event == "start").init.loaded[]? | select(startswith("fusion.norm"))] | length' b/events.ndjson)"
grep -q 'from --init: fusion.couplings' said

# kill -9 on the producer in the middle: the reader does what came, exits 65, and its folder stays unfinished.
#> 65 2 failed
#? stderr f4s-fuse: stdin ended without a run record*
(slices 2; kill -9 $BASHPID) | f4s-fuse - -o out --method average >out.ndjson
echo ${PIPESTATUS[1]} "$(cases out.ndjson | wc -l)" "$(run_record out.ndjson | jq -r .status)"; [[ ! -e out/dataset.json ]]

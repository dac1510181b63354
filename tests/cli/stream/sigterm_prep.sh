# SIGTERM on f4s-prep: 75, and the same command goes on to the bytes of an undisturbed run.
#> 75 interrupted
#? stderr f4s-prep: *stopped by a signal*
mkdir a b; (sed -E "s#\"(phantom_000./)#\"$DATA/phantom/\1#g" "$DATA/phantom/cases.ndjson"; ended) >all
mkfifo in; f4s-prep - -o a/out <in >out.ndjson & pid=$!; exec 3>in; head -1 all >&3; await has_lines out.ndjson 33; kill -TERM $pid; wait $pid; echo $? "$(run_record out.ndjson | jq -r .status)"
f4s-prep - -o a/out --format none <all && f4s-prep - -o b/out --format none <all && diff <(digest a/out) <(digest b/out)

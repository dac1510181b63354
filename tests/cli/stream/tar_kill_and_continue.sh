# kill -9 while tar files are written, again and again: the same command ends with the bytes of a run that was not killed; shards, too.
#> several files
#> same after kills
#> shards: all cases
#> 73 73
#? stderr *
f4s-phantom -o phantom --cases 8 --size 40,48,36 --seed 3 --format none
prep() { f4s-prep phantom --tar-size 1 -j2 --format none "$@"; }
mkdir a b c; prep -o 'b/x-%03d.tar'
[[ $(ls b/*.tar | wc -l) -gt 2 ]] && echo "several files"
for delay in 0.05 0.1 0.2 0.3 0.4; do prep -o 'a/x-%03d.tar' & sleep $delay; kill -9 $! 2>/dev/null; wait $! 2>/dev/null; [[ ! -e a/x.json ]] || break; done
[[ -e a/x.json ]] || prep -o 'a/x-%03d.tar'
cmp a/x.ndjson b/x.ndjson && diff <(cd a && sha256sum *.tar) <(cd b && sha256sum *.tar) && echo "same after kills"
for i in 1 2 3; do prep -o 'c/x-%03d.tar' --shard $i/3 & done; wait
diff <(jq -c .id c/x.ndjson) <(jq -c .id b/x.ndjson) && f4s-metrics c/x.ndjson >/dev/null 2>&1; [[ $(jq -c .id c/x.ndjson | wc -l) == $(jq -c .id b/x.ndjson | wc -l) ]] && echo "shards: all cases"
prep -o 'b/x-%03d.tar'; first=$?; prep -o 'b/x-%03d.tar' --tar-size 2; echo $first $?

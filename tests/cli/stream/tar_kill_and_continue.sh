# kill -9 while tar files are written, again and again: the same command ends with the bytes of a run that was not killed; shards, too.
#> several files
#> killed at least twice
#> same after kills
#> shards: all cases
#> 73 73
#? stderr *
f4s-phantom -o phantom --cases 5 --size 32,40,30 --seed 3 --format none
size='--tar-size 1 --format none'
mkdir a b c; f4s-prep phantom -o 'b/x-%03d.tar' $size
[[ $(ls b/*.tar | wc -l) -gt 1 ]] && echo "several files"
killed=0
for delay in 0.03 0.06 0.1 0.15 0.2 0.3 0.4; do
  f4s-prep phantom -o 'a/x-%03d.tar' $size -j2 & sleep $delay; kill -9 $! 2>/dev/null; wait $! 2>/dev/null; [[ $? == 137 && -e a/.x.tar ]] && killed=$((killed + 1))
  [[ ! -e a/x.json ]] || break
done
[[ $killed -ge 2 ]] && echo "killed at least twice"
[[ -e a/x.json ]] || f4s-prep phantom -o 'a/x-%03d.tar' $size
cmp a/x.ndjson b/x.ndjson && diff <(cd a && sha256sum *.tar) <(cd b && sha256sum *.tar) && echo "same after kills"
for i in 1 2 3; do f4s-prep phantom -o 'c/x-%03d.tar' $size --shard $i/3 & done; wait
for x in b c; do f4s-fuse $x/x.ndjson -o $x-fused --method average --format none; done
diff <(jq -c .id c/x.ndjson) <(jq -c .id b/x.ndjson) && diff -r b-fused/fused c-fused/fused && echo "shards: all cases"
f4s-prep phantom -o 'b/x-%03d.tar' $size; first=$?; f4s-prep phantom -o 'b/x-%03d.tar' --tar-size 2 --format none; echo $first $?

# A run that failed is continued by the same command once the input is mended.
#> 66
#> {"ok":2,"failed":0,"skipped":1}
#? stderr f4s-fuse: *b.png: no such file*
cp "$DATA/prepared/images/t1/phantom_0000_z010.png" a.png
for i in 1 2 3; do echo "{\"schema\":\"f4s.case/1\",\"id\":\"$i\",\"images\":{\"x\":\"a.png\",\"y\":\"$([[ $i = 2 ]] && echo b.png || echo a.png)\"}}"; done >in.ndjson
f4s-fuse in.ndjson -o out --method average -j 1 >/dev/null; echo $?
cp a.png b.png; f4s-fuse in.ndjson -o out --method average | run_record | jq -c .cases

# Warnings that cases are given are said once, with how many cases have them, by the tool that found them alone; not with -q.
#> 2 cases, of which the first is 'a': flair holds the values of t1, voxel by voxel [modality.copy]
#> {"code":"modality.copy","severity":"warning","text":"flair holds the values of t1, voxel by voxel","cases":2,"case":"a"}
#> 0
#> 0
mkdir a b
for case in a b; do
  nrrd "64 64 1" $(for ((i = 0; i < 4096; ++i)); do echo $((i * 7 % 251)); done) >$case/t1.nrrd
  cp $case/t1.nrrd $case/flair.nrrd
done
printf '{"schema":"f4s.case/1","id":"%s","images":{"t1":"%s/t1.nrrd","flair":"%s/flair.nrrd"}}\n' a a a b b b >cases.ndjson
f4s-prep cases.ndjson -o o --volumes --brain none 2>said | run_record >run.json
sed -n 's/^f4s-prep: warning: \(.*modality.copy.*\)/\1/p' said
jq -c '.findings[] | select(.code == "modality.copy")' run.json
f4s-fuse o -o fused --method average 2>&1 >/dev/null | grep -c copy
f4s-prep cases.ndjson -o p --volumes --brain none -q 2>&1 >/dev/null | grep -c .
true

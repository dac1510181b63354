# A list of cases that is shorter than its dataset says, at the end of a line too: said, and what is there is done.
#> 3
#? stderr *out/cases.ndjson has 3 cases, and the dataset.json beside it counts *: it was cut off or changed since*
f4s-prep "$DATA/phantom" -o out --slices label --modalities t1,t2 --format none
f4s-fuse out -o whole --method average --format none -q 2>quiet; [ ! -s quiet ] || cat quiet
head -n 3 out/cases.ndjson > part; mv part out/cases.ndjson
f4s-fuse out -o fused --method average | jq -s 'map(select(.schema == "f4s.case/1")) | length'

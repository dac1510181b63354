# What is said of files is said of the same cases on stdin, at the latest when it is known: one scale for the slices of a
# subject, slices that come apart, what the training split lacks, modalities that differ.
#> file 196 196 100 100
#> stdin 196 196 100 100
#> apart: p1_1 [] p2_1 [] p1_2 ["normalize.order"]
#> apart in a file: p1_1 ["normalize.order"] p2_1 [] p1_2 ["normalize.order"]
#> asked for: 65 ["normalize.order"]
#> file ["label.empty"] stdin ["label.empty"]
#> stdin ["dataset.modalities"]
#? stderr *
nrrd "2 2 3" 0 10 20 100 0 10 20 200 0 10 20 100 >v.nrrd; f4s-prep t1=v.nrrd -o v --brain none --normalize none --slices all >/dev/null; mkdir t1
i=(v/images/t1/*.png); cp "${i[0]}" t1/p1_1.png; cp "${i[1]}" t1/p1_2.png; cp "${i[0]}" t1/p2_1.png; cp "${i[0]}" t1/p2_2.png
slice() { echo "{\"schema\":\"f4s.case/1\",\"id\":\"$1\",\"subject\":\"${1%_*}\",\"images\":{\"t1\":\"t1/$1.png\"}}"; }
high() { cases | jq '.intensity.t1.high | floor' | xargs; }
p() { rm -rf o; f4s-prep "$@" -o o --brain none; }
for id in p1_1 p1_2 p2_1 p2_2; do slice $id; done >c.ndjson
echo "file $(p c.ndjson | high)"; echo "stdin $(p - --partial-input <c.ndjson | high)"
for id in p1_1 p2_1 p1_2; do slice $id; done >apart.ndjson
found() { cases | jq -r '"\(.id) \([.findings[]?.code | select(startswith("normalize"))] | tojson)"' | xargs -d '\n'; }
echo "apart: $(p - --partial-input <apart.ndjson | found)"; echo "apart in a file: $(p apart.ndjson | found)"
p - --partial-input --normalize-over subject <apart.ndjson >out && code=0 || code=$?; echo "asked for: $code $(tail -n 1 out | jq -c '[.error.code]')"
nrrd "2 2 3" 0 0 1 1 0 0 1 1 0 0 1 1 >l1.nrrd; nrrd "2 2 3" 0 0 1 2 0 0 1 2 0 0 1 2 >l2.nrrd
study() { echo "{\"schema\":\"f4s.case/1\",\"id\":\"$1\",\"split\":\"$2\",\"images\":{$3},\"label\":\"$4\"}"; }
{ study a train '"t1":"v.nrrd"' l1.nrrd; study b test '"t1":"v.nrrd"' l2.nrrd; } >lack.ndjson
lacks() { jq -c '[.findings[]?.code]' o/dataset.json; }
p lack.ndjson --volumes --classes '1=x 2=y' >/dev/null; echo -n "file $(lacks) "
p - --partial-input --volumes --classes '1=x 2=y' <lack.ndjson >/dev/null; echo "stdin $(lacks)"
{ study a train '"t1":"v.nrrd"' l1.nrrd; study b test '"t1":"v.nrrd","t2":"v.nrrd"' l1.nrrd; } | p - --partial-input --volumes --classes 1=x >/dev/null; echo "stdin $(lacks)"

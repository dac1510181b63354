# Cases whose files are gone are named, the page is made of the others, and the run exits 8; a damaged image is said beside its case.
#> 8 2 1
#> 1
#> 8 1
#? stderr f4s-report: case 'phantom_0000_z014': *gone.png: no such file \[input.missing\]*Not all of it is shown*
slices 500 | grep -e '_0000_z01[45]' -e _0000_z016 >three.ndjson
jq -c 'if .id == "phantom_0000_z014" then .images.t1 = "/gone.png" else . end' three.ndjson >gone.ndjson
f4s-report gone.ndjson -o r.html >out.ndjson; echo $? "$(grep -c '<article' r.html)" "$(cases out.ndjson | jq -c 'select(.error.code == "input.missing")' | wc -l)"
grep -c 'no such file' r.html
head -c 100 "$(jq -r .images.t1 three.ndjson | head -n 1)" >broken.png
head -n 1 three.ndjson | jq -c --arg broken "$PWD/broken.png" '.images.t1 = $broken' >broken.ndjson
f4s-report broken.ndjson -o b.html >/dev/null; echo $? "$(grep -c 'Not all of it can be shown' b.html)"
echo 'Not all of it is shown' >&2

# What a record, a file's name or a header says reaches people without what steers a terminal: in tables, errors, -v and
# warnings, in tsv and csv; long texts are cut.
#> raw bytes: 0
#> rows of tsv: 2
#> longest line: short
#? stderr *
nrrd "16 16 1" {0..255} >a.nrrd; cp a.nrrd $'b\e]0;x\a\u202e\u009b.nrrd'
bad='a\u001b]0;title\u0007\u009b2J\u202e\u0085\tb\nc\u007f'
rec() { printf '{"schema":"f4s.case/1","id":"%s","split":"%s","images":{"%s":%s,"b":"a.nrrd"}%s}\n' "$1" "$bad" "$2" "$3" "$4"; }
rec "$bad" a '"a.nrrd"' '' >r.ndjson; rec x "$bad" '"a.nrrd"' '' >m.ndjson; rec x "a$bad" 5 '' >t.ndjson
rec "$bad" a '"a.nrrd"' ',"error":{"code":"x","message":"'"$bad"'"}' >e.ndjson
{
  n=0; fuse() { f4s-fuse "$@" -o "o$((++n))" --method average; }
  for format in table tsv; do fuse r.ndjson --format $format -v; fuse e.ndjson --format $format --keep-going; fuse m.ndjson --format $format; done
  fuse t.ndjson; fuse a=$'b\e]0;x\a\u202e\u009b.nrrd' b=a.nrrd -v --format table; fuse a=$'no\e[2J\u009b\u202e' b=a.nrrd; fuse $'no\e[2J\u202e'
  fuse r.ndjson --modalities $'\e[2J,b'; f4s-fuse $'--no\e[2J'; fuse r.ndjson --method $'\e[31m'; fuse r.ndjson --split $'\e[31m\u202e'
  f4s info r.ndjson; f4s info $'b\e]0;x\a\u202e\u009b.nrrd'; f4s $'in\e[2Jfo'
  jq -c '.label="a.nrrd" | .prediction="a.nrrd"' r.ndjson >s.ndjson
  for format in table tsv csv markdown latex; do f4s-metrics s.ndjson --format $format; f4s-metrics s.ndjson --format $format --rows cases; done
  printf '{"\\u001b[2J":1}' >c.json; f4s-fuse r.ndjson -o o --config c.json
} 2>&1 | grep -v '^{' >all  # records are for programs
echo "raw bytes: $(grep -cP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]' all)"
f4s-metrics s.ndjson --format tsv --rows cases >rows; echo "rows of tsv: $(wc -l <rows)"
long=$(head -c 3000000 /dev/zero | tr '\0' i)
{ rec "$long" a '"no.nrrd"' ''; } >l.ndjson; rec x a '"a.nrrd"' ",\"geometry\":{\"volume\":$(head -c 3000000 /dev/zero | tr '\0' 1)}" >d.ndjson
{ fuse l.ndjson; fuse l.ndjson --format table; fuse d.ndjson; f4s-metrics d.ndjson --by volume; } 2>&1 | grep -v '^{' >lines
echo "longest line: $([[ $(wc -L <lines) -lt 20000 ]] && echo short || wc -L <lines)"

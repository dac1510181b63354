# Records of brackets, of very many keys, and with a key that stands twice are refused, in no time; with --keep-going too.
#> 65 json.depth
#> 65 json.keys
#> 65 json.key_twice
#> 65 json.depth
#? stderr *
record() { printf '{"schema":"f4s.case/1","id":"a","images":{"t1":"a.png","t2":"a.png"},%s}\n' "$1"; }
try() { timeout 20 "$@" 2>said >/dev/null; echo "$? $(grep -o 'json\.[a-z_]*' said)"; }
record "\"x\":$(printf '[%.0s' {1..60000})$(printf ']%.0s' {1..60000})" >deep.ndjson
record "\"x\":{$(seq -s , -f '"%.0f":0' 40000)}" >wide.ndjson
record '"id":"b"' >twice.ndjson
try f4s-fuse deep.ndjson -o o1 --method average
try f4s-metrics wide.ndjson
try f4s-prep twice.ndjson -o o3
try f4s-fuse deep.ndjson -o o4 --method average --keep-going

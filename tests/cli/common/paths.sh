# Paths that cannot be followed - a link to itself, a name of 300 characters, a folder without x, a link to nowhere - end
# as 66, 73, 74 or 69 with the path and the rule, wherever a path is given; a bad entry of F4S_MODEL_PATH is passed by.
#> loop: inputs 66, outputs 73, model 66
#> name: inputs 66, outputs 73, model 66
#> x: inputs 74, outputs 73, model 74
#> nowhere: inputs 66, model 69
#> F4S_MODEL_PATH: 65 65
#? stderr *
need_unprivileged
nrrd "16 16 1" {0..255} >b.nrrd; cp b.nrrd a.nrrd; nrrd "8 8 8" {0..255} {0..255} >v.nrrd
mkdir data sealed; echo '{"schema":"f4s.case/1","id":"a","images":{"a":"../a.nrrd","b":"../b.nrrd"}}' >data/cases.ndjson
ln -s loop loop; ln -s loop.safetensors loop.safetensors; ln -s nobody nowhere; long=$(printf 'n%.0s' {1..300}); chmod 600 sealed; chmod 777 .
said() { [[ $1 = 134 || $(wc -l <said) -gt 2 ]] || grep -q 'internal.exception' said && { echo "$1:"; cat said; } >&2; }
code() { unprivileged timeout 20 "$@" --format none >/dev/null 2>said </dev/null; local c=$?; said $c; echo $c; }
inputs() {
  code f4s-fuse a="$1" b=b.nrrd -o o --method average; code f4s-fuse a="$1/x.nrrd" b=b.nrrd -o o --method average
  code f4s-fuse "$1" -o o --method average; code f4s-fuse "$1/cases.ndjson" -o o --method average
  code f4s-fuse a="$1" b="$1" -o o --method average; code f4s-metrics "$1"; code f4s-metrics label="$1" prediction=a.nrrd
  code f4s-metrics fused=a.nrrd a=a.nrrd b=b.nrrd --baseline "$1"; code f4s-prep "$1" -o o; code f4s-prep t1="$1" -o o --brain none
  code f4s-prep t1=v.nrrd -o o --brain none --split "$1/split.tsv"; code f4s-fuse "$1/*.nrrd" -o o --method average
}
outputs() {
  code f4s-fuse a=a.nrrd b=b.nrrd -o "$1" --method average; code f4s-fuse a=a.nrrd b=b.nrrd -o "$1/out" --method average
  code f4s-prep t1=v.nrrd -o "$1/o" --brain none; code f4s-phantom -o "$1/o" --cases 1 --size 8,8,8
  code f4s-metrics fused=a.nrrd a=a.nrrd b=b.nrrd --run-record "$1/r.json"
}
kinds() { sort -u | grep -vx 2 | xargs; }
for path in loop "$long" sealed/in; do
  name=loop; [[ $path = "$long" ]] && name=name; [[ $path = sealed/in ]] && name=x
  echo "$name: inputs $(inputs "$path" | kinds), outputs $(outputs "$path" | kinds), model $(code f4s-fuse a=a.nrrd b=b.nrrd -o o --model "$path.safetensors")"
done
echo "nowhere: inputs $(inputs nowhere | kinds), model $(code f4s-fuse a=a.nrrd b=b.nrrd -o o --model nowhere.safetensors)"
mkdir models; ln -s loop.safetensors models/loop.safetensors; ln -s nobody models/nowhere.safetensors; mkdir models/folder.safetensors
export F4S_MODEL_PATH=$PWD/sealed:$PWD/loop:$PWD/$long:$PWD/nowhere:$PWD/models:$PWD/a.nrrd
echo "F4S_MODEL_PATH: $(code f4s-fuse a=a.nrrd b=b.nrrd -o o --model harvard) $(code f4s-fuse a=a.nrrd b=b.nrrd -o o --model glioma)"

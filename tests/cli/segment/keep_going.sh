# --keep-going passes a case whose image is damaged on with its error, and segments the others; of a volume with such a slice, all slices.
#> 8 1 2
#> 8 1 2
#? stderr *f4s-segment: case 'phantom_0000_z004'*
make_model m.safetensors; mkdir d; slices 3 >all.ndjson; head -c 60 "$DATA/prepared/images/t1ce/phantom_0000_z004.png" >d/bad.png
jq -c --arg bad "$PWD/d/bad.png" 'if .id == "phantom_0000_z004" then .images.t1ce = $bad else . end' all.ndjson >bad.ndjson
run() { f4s-segment bad.ndjson --model m.safetensors --keep-going "$@" >records; code=$?; echo $code $(run_record records | jq '.cases.failed, .cases.ok'); }
run -o s; (jq -c '.geometry.volume.id = .id | .subject = .id' bad.ndjson >alone.ndjson); mv alone.ndjson bad.ndjson; run -o v --volumes

# --missing for a modality that one of two studies lacks: an error by default, left out with a word, or zeros with a finding.
#> 65
#> 0 {"ok":1,"failed":0,"skipped":1}
#> phantom_0001
#> 0 {"ok":2,"failed":0,"skipped":0}
#> ["phantom_0000",["t1","t2","flair"],["modality.missing"]]
#> ["phantom_0001",["t1","t2","flair"],null]
#> 0
#? stderr f4s-prep: case 'phantom_0000': has no modality 't2'; it has t1 flair *f4s-prep: warning: case 'phantom_0000': left out: it has no t2
mkdir in; for i in 0 1; do mkdir in/phantom_000$i; for m in t1 t2 flair; do cp "$DATA/phantom/phantom_000$i/phantom_000${i}_$m.nii.gz" in/phantom_000$i; done; done; rm in/phantom_0000/*_t2.nii.gz
f4s-prep in -o a >/dev/null; echo $?
f4s-prep in -o b --volumes --missing skip --run-record r.json | cases | jq -r .id >ids; echo $? "$(jq -c .cases r.json)"; cat ids
f4s-prep in -o c --volumes --missing zero --run-record r.json | cases >c.ndjson; echo $? "$(jq -c .cases r.json)"
jq -c '[.id, (.images | keys_unsorted), (.findings // null | if . then map(.code) else . end)]' c.ndjson
voxels "$(jq -r 'select(.id == "phantom_0000").images.t2' c.ndjson)" | tr ' ' '\n' | sort -u

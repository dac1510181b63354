# A failed run ends with a run record too: status, exit code and the error with code, message and case.
#> ["failed",65,"case.modality","phantom_0000_z003",{"ok":0,"failed":1,"skipped":0}]
#? stderr f4s-fuse: case 'phantom_0000_z003': *[[]case.modality[]]
#? exit 65
f4s-fuse "$DATA/prepared" -o out --method average --modalities t1,pet --run-record r.json >/dev/null
code=$?; jq -c '[.status, .exit_code, .error.code, .error.case, .cases]' r.json; exit $code

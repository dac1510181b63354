# An error names the file, the value and the rule, on stderr and in the run record alike.
#> ["png.truncated","in.png"]
#? exit 65
#? stderr f4s-prep: case 'in': *in.png: *
head -c 60 "$DATA/prepared/images/t1/phantom_0000_z010.png" >in.png; f4s-prep t1=in.png -o out --run-record r.json >/dev/null; code=$?
jq -c '[.error.code, (.error.file | sub(".*/"; ""))]' r.json; exit $code

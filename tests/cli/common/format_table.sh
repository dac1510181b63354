# --format table: aligned columns alone, and the run record where --run-record says.
#> id split file
#> phantom_0000_z010 val
#> ok
f4s-fuse "$DATA/prepared" -o out --method average --ids 'phantom_0000_z010' --format table --run-record r.json | sed 's# */.*##' | tr -s ' '
jq -r .status r.json

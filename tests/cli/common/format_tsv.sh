# --format tsv: the table alone, with tabs; no run record on stdout.
#> id|split|file
#> phantom_0000_z010|val|
f4s-fuse "$DATA/prepared" -o out --ids 'phantom_0000_z010' --method average --format tsv | sed 's#[^\t]*/.*##' | tr '\t' '|'

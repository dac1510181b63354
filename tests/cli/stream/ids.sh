# --ids takes cases by a shell's pattern.
#> phantom_0000_z010
#> phantom_0000_z011
f4s-fuse "$DATA/prepared" -o out --method average --ids '*_0000_z01[01]' | cases | jq -r .id

# The files of a case that is no more in the input go, and so does its record.
#> phantom_0000_z010
#> phantom_0001_z010
#> phantom_0000_z010.png
#> phantom_0001_z010.png
slices 97 | grep -E '"id":"phantom_000[012]_z010"' >in.ndjson
f4s-fuse in.ndjson -o out --method average --format none
sed -i 3d in.ndjson
f4s-fuse in.ndjson -o out --method average --skip-existing --format none
jq -r .id out/cases.ndjson; ls out/fused

# On a terminal the records become a table.
#> id
#> phantom_0000_z010
script -qec "f4s-fuse $DATA/prepared -o out --ids phantom_0000_z010 --method average --progress never" /dev/null | cut -d' ' -f1

# --format none: nothing on stdout, and the work is done.
#> 0
f4s-fuse "$DATA/prepared" --ids '*_z010' --method average -o out --format none | wc -c; [[ -s out/dataset.json ]]

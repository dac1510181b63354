# A full disk behind --help, a table and --usage-json is exit 74 too.
#> 74
#> 74
#> 74
#? stderr f4s-fuse: cannot write to stdout*f4s-fuse: cannot write to stdout*f4s-metrics: cannot write to stdout*
f4s-fuse --help >/dev/full; echo $?
f4s-fuse --usage-json >/dev/full; echo $?
f4s-metrics "$DATA/fused" --ids '*_z010' --format table >/dev/full; echo $?

# Nothing on stderr where all goes well: neither words nor a progress bar, for stderr is no terminal.
#> 3
f4s-fuse "$DATA/prepared" -o out --method average --ids '*_z010' | f4s-metrics - | cases | wc -l

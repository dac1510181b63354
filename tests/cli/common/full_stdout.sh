# A full disk behind stdout is exit 74 for every tool, with one line on stderr.
#> 74 f4s-phantom: cannot write to stdout: No space left on device [stdout]
#> 74 f4s-prep: cannot write to stdout: No space left on device [stdout]
#> 74 f4s-fuse: cannot write to stdout: No space left on device [stdout]
#> 74 f4s-metrics: cannot write to stdout: No space left on device [stdout]
full() { said=$("$@" 2>&1 >/dev/full); echo $? "$said"; }
full f4s-phantom -o p --cases 1 --size 16,16,16
full f4s-prep "$DATA/phantom" -o d --ids '*_0000' --slices label --modalities t1
full f4s-fuse "$DATA/prepared" -o f --method average --ids '*_z010'
full f4s-metrics "$DATA/fused" --ids '*_z010'

# The reader of stdout goes away: every tool dies of SIGPIPE, 141, and says nothing.
#> 141
#> 141
#> 141
#> 141
gone() { ("$@"; echo $? >code) | head -1 >/dev/null; cat code; }
gone f4s-phantom -o p --cases 2 --size 16,16,16 -j 1
gone f4s-prep "$DATA/phantom" -o d
gone f4s-fuse "$DATA/prepared" -o f --method average
gone f4s-metrics "$DATA/fused"

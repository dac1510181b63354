# --help and bad arguments load no tensor library.
#> 0
#? stderr *
(LD_DEBUG=files f4s-train --help 2>&1; LD_DEBUG=files f4s-train --no-such 2>&1) | grep -c 'libtorch\|libfuse4seg_train'
exit 0

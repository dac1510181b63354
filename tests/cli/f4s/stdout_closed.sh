# A full disk behind f4s is exit 74; a reader that goes away ends it by SIGPIPE.
#> 74
#? stderr f4s: cannot write to stdout*
f4s models >/dev/full; echo $?

# An error is one line on stderr, whatever a file name holds.
#> 66 1
f4s-fuse $'no\nsuch.ndjson' -o out --method average 2>err >/dev/null; echo $? "$(wc -l <err)"

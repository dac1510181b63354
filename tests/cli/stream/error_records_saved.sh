# A saved stream brings its run records along: its failed cases make the reader exit 8.
#? exit 8
(slices 1; echo '{"schema":"f4s.case/1","id":"x","error":{"code":"input.truncated","message":"it was"}}'; ended partial 8 1) >in.ndjson
f4s-fuse in.ndjson -o out --method average --format none

# A saved stream brings its failed cases along, with its run records or without them: the reader exits 8.
#> 8 8 8
(slices 1; echo '{"schema":"f4s.case/1","id":"x","error":{"code":"input.truncated","message":"it was"}}') >bare.ndjson
(cat bare.ndjson; ended partial 8 1) >in.ndjson
{
  f4s-fuse in.ndjson -o out --method average --format none; echo $?
  f4s-fuse bare.ndjson -o bare --method average --format none; echo $?
  f4s-fuse bare.ndjson -o 'tar-%02d.tar' --method average >said.ndjson; f4s-metrics said.ndjson --format none; echo $?
} | xargs

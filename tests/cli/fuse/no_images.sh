# A case without images: 65.
#? exit 65
#? stderr f4s-fuse: case 'a': *
echo '{"schema":"f4s.case/1","id":"a"}' >in.ndjson; f4s-fuse in.ndjson -o out --method average >/dev/null

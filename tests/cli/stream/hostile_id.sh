# An id is no path: what is written stays in the output folder.
#> .._.._escape.png
cp "$DATA/prepared/images/t1/phantom_0000_z010.png" a.png
echo '{"schema":"f4s.case/1","id":"../../escape","images":{"t1":"a.png","t2":"a.png"}}' >in.ndjson; f4s-fuse in.ndjson -o out/deep/er --method average --format none
ls -A out/deep/er/fused

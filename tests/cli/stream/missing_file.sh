# A record that names a file that is not there: 66 with case and file.
#? exit 66
#? stderr f4s-fuse: case 'a': */no.png: no such file*
cp "$DATA/prepared/images/t1/phantom_0000_z010.png" a.png
echo '{"schema":"f4s.case/1","id":"a","images":{"t1":"a.png","t2":"no.png"}}' >in.ndjson; f4s-fuse in.ndjson -o out --method average >/dev/null

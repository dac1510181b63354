# Two ids that become the same file name collide: 65.
#? exit 65
#? stderr f4s-fuse: case 'a?b': *a_b*
cp "$DATA/prepared/images/t1/phantom_0000_z010.png" a.png
printf '{"schema":"f4s.case/1","id":"%s","images":{"t1":"a.png","t2":"a.png"}}\n' 'a/b' 'a b' >in.ndjson; f4s-fuse in.ndjson -o out --method average >/dev/null

# A file of records needs no run record, and its relative paths are relative to the file.
#> ["fused","t1","t2"] 0
mkdir -p deep/images; cp "$DATA"/prepared/images/t1/phantom_0000_z010.png deep/images/a.png; cp "$DATA"/prepared/images/t2/phantom_0000_z010.png deep/b.png
echo '{"schema":"f4s.case/1","id":"x","images":{"t1":"images/a.png","t2":"./b.png"}}' >deep/in.ndjson
f4s-fuse deep/in.ndjson -o out --method average >out.ndjson; code=$?
echo "$(cases out.ndjson | jq -c '[if .fused then "fused" else empty end] + (.images | keys)')" $code

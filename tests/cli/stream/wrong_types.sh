# Fields of the wrong type: 65 with the field.
#> 65
#> 65
#> 65
#? stderr *line 1: id is 7: wanted text*line 1: images is "a": wanted an object*line 1: images.t1 is null: wanted a path*
echo '{"schema":"f4s.case/1","id":7}' >in.ndjson; f4s-metrics in.ndjson >/dev/null; echo $?
echo '{"schema":"f4s.case/1","id":"a","images":"a"}' >in.ndjson; f4s-metrics in.ndjson >/dev/null; echo $?
echo '{"schema":"f4s.case/1","id":"a","images":{"t1":null}}' >in.ndjson; f4s-metrics in.ndjson >/dev/null; echo $?

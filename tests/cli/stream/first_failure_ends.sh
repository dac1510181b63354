# Without --keep-going the first failed case ends the run with its code; the cases before it have left.
#> 1
#? exit 66
#? stderr f4s-fuse: case 'x': /no.png: no such file*
(slices 1; echo '{"schema":"f4s.case/1","id":"x","images":{"t1":"/no.png","t2":"/no.png"}}'; slices 2 | tail -1; ended) |
  f4s-fuse - -o out --method average >out.ndjson; code=$?; cases out.ndjson | wc -l; exit $code

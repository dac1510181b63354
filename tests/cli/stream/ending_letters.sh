# Files of records are read whatever the letters of .ndjson; a .TAR to write is refused, since what reads it wants .tar.
#> 1
#> 2
#> svg
#? stderr *wanted .tar in small letters*
nrrd "4 4 1" {1..16} >a.nrrd; printf '{"schema":"f4s.case/1","id":"x","images":{"a":"a.nrrd","b":"a.nrrd"}}\n' >R.NDJSON
f4s-fuse R.NDJSON -o o --method average | cases | wc -l
f4s-fuse R.NDJSON -o 'u-%06d.TAR' --method average --format none; echo $?
f4s-report o --figure c.SVG --ids x >o.ndjson; head -c 300 c.SVG | grep -o svg | head -1

# A modality's name is no path either: nothing is written outside the output folder.
#> 1
mkdir -p x/y; nrrd "2 1 1" 1 2 >a.nrrd
echo '{"schema":"f4s.case/1","id":"a","images":{"../../../escape":"a.nrrd"}}' >in.ndjson
f4s-prep in.ndjson -o x/y/out --slices all --format none 2>err; find x | grep -cxE 'x|x/[^y].*|x/y/[^o].*'

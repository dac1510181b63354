# --regions of another scheme than the classes name a label that is none and leave one out: refused, whoever says the classes.
#> 65 label.region --regions names the label 4, which is no class (1 necrosis, 2 oedema, 3 enhancing), and no region has 3: wanted regions of these classes, or --classes
#> 65 label.region --regions names the label 9, which is no class (1 a, 2 b, 3 c), and no region has 1, 2, 3: wanted regions of these classes, or --classes
#> 0
#> 0
#? stderr *
nrrd "4 2 1" 0 5 9 7 3 2 8 6 >t1.nrrd; nrrd "4 2 1" 0 1 2 3 1 2 3 0 >l.nrrd; nrrd "4 2 1" 0 1 2 0 1 2 0 0 >two.nrrd
code() { rm -rf o; f4s-prep "$@" -o o --volumes --brain none --run-record r.json >/dev/null; echo $? "$(jq -r '.error | select(.) | .code + " " + .message' r.json)" | sed 's/ $//'; }
code t1=t1.nrrd label=l.nrrd --regions 'WT=1,2,4 TC=1,4 ET=4'
echo '{"schema":"f4s.case/1","id":"a","images":{"t1":"t1.nrrd"},"label":"l.nrrd","classes":{"1":"a","2":"b","3":"c"}}' >c.ndjson; code c.ndjson --regions A=9
# A case without a label of a region, and regions of a part of the labels.
code t1=t1.nrrd label=two.nrrd --regions 'WT=1,2,3 TC=1,3 ET=3'; code t1=t1.nrrd label=l.nrrd --regions ET=3

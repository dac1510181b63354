# f4s info of a tar of f4s-prep's: its members by folder; one that is cut off is said to be.  Of records: ids that stand twice.
#> ["tar archive",{"cases":16,"images/flair":16,"images/t1":16,"images/t1ce":16,"images/t2":16,"labels":16,"masks":16},112]
#> 65
#> [17,["phantom_0000_z000"]]
#? stderr f4s: cut.tar: *\[tar.cut_off\]
f4s-phantom -o studies --cases 1 --size 32,32,16 --format none
f4s-prep studies -o 'd-%03d.tar' --slices all --format none
f4s info d-001.tar --format ndjson | jq -c '[.kind, .members_in, .members]'
head -c 3000 d-001.tar >cut.tar; f4s info cut.tar; echo $?
(head -n 1 d.ndjson; cat d.ndjson) >twice.ndjson
f4s info twice.ndjson --format ndjson | jq -c '[.cases, .ids_twice]'

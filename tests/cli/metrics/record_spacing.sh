# A record's spacing decides distances: what is no spacing is refused, and one that the file contradicts is said.
#> "1","1" 65 record.geometry
#> "1,5","1" 65 record.geometry
#> 0,0 65 record.geometry
#> -1,1 65 record.geometry
#> 1,1,1 65 record.geometry
#> 2,2 2 []
#> 2,2 nrrd 1.5 ["geometry.spacing_differs","geometry.spacing_differs"]
#> 2.5,2.5,2.5 volume ["geometry.spacing_differs"]
#? stderr *
grey_png "8 4" 0 0 0 0 0 0 0 0  0 1 1 0 0 0 0 0  0 1 1 0 0 0 0 0  0 0 0 0 0 0 0 0 >l.png
grey_png "8 4" 0 0 0 0 0 0 0 0  0 0 1 1 0 0 0 0  0 0 1 1 0 0 0 0  0 0 0 0 0 0 0 0 >p.png
score() { echo "{\"schema\":\"f4s.case/1\",\"id\":\"a\",\"label\":\"$2\",\"prediction\":\"$3\",\"geometry\":{\"spacing_mm\":[$1]}}" >in.ndjson; f4s-metrics in.ndjson --run-record r.json; }
for mm in '"1","1"' '"1,5","1"' 0,0 -1,1 1,1,1; do score "$mm" l.png p.png >out; echo "$mm $? $(jq -r .error.code r.json)"; done
score 2,2 l.png p.png | cases | jq -c '"2,2 \(.metrics.segmentation["1"].hd_mm) \([.findings[]?.code] | tojson)"' -r
for n in l p; do printf 'NRRD0004\ntype: uint8\ndimension: 2\nsizes: 8 4\nencoding: raw\nspacings: 1.5 1.5\nunits: "mm" "mm"\n\n' >$n.nrrd; done
printf '\0\0\0\0\0\0\0\0\0\1\1\0\0\0\0\0\0\1\1\0\0\0\0\0\0\0\0\0\0\0\0\0' >>l.nrrd; printf '\0\0\0\0\0\0\0\0\0\0\1\1\0\0\0\0\0\0\1\1\0\0\0\0\0\0\0\0\0\0\0\0' >>p.nrrd
score 2,2 l.nrrd p.nrrd | cases | jq -c '"2,2 nrrd \(.metrics.segmentation["1"].hd_mm) \([.findings[]?.code | select(test("differs"))] | tojson)"' -r
nrrd "8 4 1" 0 0 0 0 0 0 0 0  0 1 1 0 0 0 0 0  0 1 1 0 0 0 0 0  0 0 0 0 0 0 0 0 >l3.nrrd
score 2.5,2.5,2.5 l3.nrrd l3.nrrd | cases | jq -c '"2.5,2.5,2.5 volume \([.findings[]?.code] | tojson)"' -r

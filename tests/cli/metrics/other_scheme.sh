# Regions of another scheme than the labels' (BraTS's enhancing tumour is 4, or 3) agree where both maps lack them: that is
# said; so are maps of which each holds what the other does not, and records of another image.
#> BraTS to 2021 on 2023's: 1 ["label.region"]
#> 2023 on BraTS to 2021's: 1 ["label.region"]
#> one of several: 1 []
#> record: 1 ["label.region","label.value","label.value"]
#> 3 and 4: ["label.values_differ"]
#> many: ["label.values_differ"]
#> none in common: ["label.masks_differ"]
#> missed alone: []
#> another image: ["geometry.size_differs"]
#> 2
#> 2
#> ignored: ["a"]
#? stderr *
codes() { cases | jq -c '[.findings[]?.code | select(test("^label|size_differs"))]'; }
grey_png "4 2" 0 1 2 3 1 2 3 0 >l.png; grey_png "4 2" 0 1 2 3 1 2 3 3 >p.png; grey_png "4 2" 0 1 2 4 1 2 4 0 >l4.png; grey_png "4 2" 0 1 2 4 1 2 4 4 >p4.png
et() { cases | jq -r '"\(.metrics.segmentation.ET.dice) \([.findings[]?.code | select(startswith("label"))] | sort | tojson)"'; }
old='WT=1,2,4 TC=1,4 ET=4' new='WT=1,2,3 TC=1,3 ET=3'
echo "BraTS to 2021 on 2023's: $(f4s-metrics label=l.png prediction=p.png --regions "$old" | et)"
echo "2023 on BraTS to 2021's: $(f4s-metrics label=l4.png prediction=p4.png --regions "$new" | et)"
echo "one of several: $(f4s-metrics label=l.png prediction=l.png --regions ET=3 | et)"
echo '{"schema":"f4s.case/1","id":"a","label":"l.png","prediction":"p.png","classes":{"1":"a","2":"b","4":"c"},"regions":{"WT":[1,2,4],"ET":[4]}}' >r.ndjson
echo "record: $(f4s-metrics r.ndjson | et)"
echo "3 and 4: $(f4s-metrics label=l.png prediction=p4.png | codes)"
grey_png "8 2" 0 9 20 31 44 57 68 79 0 91 102 119 130 255 255 255 >blurred.png; grey_png "8 2" 0 0 0 0 0 0 0 0 0 0 0 0 255 255 255 255 >mask.png
echo "many: $(f4s-metrics label=mask.png prediction=blurred.png | codes)"
grey_png "4 2" 0 255 255 0 0 255 255 0 >m.png; echo "none in common: $(f4s-metrics label=l.png prediction=m.png | codes)"
grey_png "4 2" 0 1 2 0 1 2 0 0 >two.png; echo "missed alone: $(f4s-metrics label=l.png prediction=two.png | codes)"
echo '{"schema":"f4s.case/1","id":"a","label":"l.png","prediction":"p.png","geometry":{"size":[5,2],"spacing_mm":[1,1]}}' >size.ndjson
echo "another image: $(f4s-metrics size.ndjson | codes)"
f4s-metrics label=l.png prediction=p.png --ignore 3 --regions 'WT=1,2,3 ET=3' >/dev/null; echo $?
f4s-metrics label=l.png prediction=p.png --regions WT= 2>said >/dev/null; echo $?; grep -q 'wanted NAME=VALUE' said || cat said
echo '{"schema":"f4s.case/1","id":"a","label":"l.png","prediction":"p.png","classes":{"1":"a","2":"b","3":"c"},"regions":{"a":[1],"c":[3]},"ignore":[3]}' >i.ndjson
echo "ignored: $(f4s-metrics i.ndjson | cases | jq -c '.metrics.segmentation | keys')"

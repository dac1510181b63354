# The names of 3D Slicer's segments are classes, in every program that reads label maps; what the user or the record says
# goes before them, and names that cannot be are a finding.
#> raw {"1":"necrosis","3":"oedema"} []
#> table {"1":"necrosis","3":"oedema"} []
#> stream {"1":"necrosis","3":"oedema"} []
#> given {"1":"x","3":"y"} []
#> twice {"1":"label 1","3":"label 3"} ["nrrd.segments","label.meaning"]
#> outside {"1":"label 1","3":"label 3"} ["nrrd.segments","label.meaning"]
#> plain {"1":"label 1","3":"label 3"} ["label.meaning"]
#> metrics {"1":"necrosis","3":"oedema"}
#? stderr *
nrrd "4 2 1" 0 5 9 7 3 2 8 6 >v.nrrd; nrrd "4 2 1" 0 1 1 3 0 0 3 0 >plain.nrrd
# Seg FILE KEYS: the label map with those lines before the empty one that ends its header.
Seg() { LC_ALL=C sed "0,/^\$/s//$2/" plain.nrrd >"$1"; }
names='Segment0_ID:=S_1\nSegment0_Name:=necrosis\nSegment0_LabelValue:=1\nSegment0_Layer:=0\nSegment1_Name:=oedema\nSegment1_LabelValue:=3\n'
Seg l.seg.nrrd "$names"
Seg twice.seg.nrrd "${names/LabelValue:=3/LabelValue:=1}"
Seg outside.seg.nrrd "${names/LabelValue:=3/LabelValue:=3.5}"
show() { echo "$1 $(cases | jq -c -r '"\(.classes | tojson) \([.findings[]?.code | select(test("segments|meaning"))] | tojson)"' | head -1)"; }
p() { rm -rf o; f4s-prep "$@" -o o --brain none --volumes; }
p t1=v.nrrd label=l.seg.nrrd | show raw
printf 'id,t1,label\na,v.nrrd,l.seg.nrrd\n' >t.csv; p t.csv | show table
printf '{"schema":"f4s.case/1","id":"a","images":{"t1":"v.nrrd"},"label":"l.seg.nrrd"}\n' | p - --partial-input | show stream
p t1=v.nrrd label=l.seg.nrrd --classes '1=x 3=y' | show given
p t1=v.nrrd label=twice.seg.nrrd | show twice; p t1=v.nrrd label=outside.seg.nrrd | show outside
p t1=v.nrrd label=plain.nrrd | show plain
echo "metrics $(f4s-metrics prediction=plain.nrrd label=l.seg.nrrd | cases | jq -c .classes)"

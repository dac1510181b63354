# Regions of one scheme and maps of two: what one map alone holds and no region has is said.
#> 0 label.values_differ the prediction alone holds the label 4, which no region has, and the reference alone the label 3: labels are compared by their numbers
#> 0 label.values_differ the reference alone holds the label 3, which no region has, and the prediction alone the label 4: labels are compared by their numbers
#> 0
nrrd "6 1 1" 0 1 2 3 3 3 >l.nrrd; nrrd "6 1 1" 0 1 2 4 4 4 >p.nrrd
say() { f4s-metrics label=l.nrrd prediction=p.nrrd --regions "$1" >out; echo $? "$(cases out | jq -r '.findings[]? | select(.code == "label.values_differ") | "\(.code) \(.text)"')"; }
say 'WT=1,2,3 ET=3'; say 'WT=1,2,4 ET=4'; say 'WT=1,2,3,4 ET=3,4' | xargs

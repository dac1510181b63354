# --nsd-tolerance: surfaces that lie one voxel apart agree at 1 mm and not at 0.5 mm.
#> 1 1
nrrd "7 1 1" 0 1 1 1 0 0 0 >l.nrrd; nrrd "7 1 1" 0 0 1 1 1 0 0 >p.nrrd
nsd() { f4s-metrics prediction=p.nrrd label=l.nrrd --nsd-tolerance $1 | cases | jq '.metrics.segmentation["1"].nsd'; }
jq -rn --argjson a "$(nsd 1)" --argjson b "$(nsd 0.5)" '"\($a) \(if $b < 1 then 1 else 0 end)"' | sed 's/1\.0/1/g'

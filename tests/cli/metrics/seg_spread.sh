# Where HD95 depends on the convention by more than 5 %, a finding has the numbers of each.
#> HD95 of 1 depends on the convention: 7.2 mm pooled (medpy, panoptica), 7.6 mm in the worse direction (monai), 8 mm by area (deepmind, brats2023)
#> 3 0
# Surface distances 0 and 8 of the reference, 0 of the prediction.
nrrd "10 1 1" 1 0 0 0 0 0 0 0 1 0 >l.nrrd; nrrd "10 1 1" 1 0 0 0 0 0 0 0 0 0 >p.nrrd
f4s-metrics prediction=p.nrrd label=l.nrrd | cases | jq -r '.findings[].text'
same=$(for c in monai deepmind brats2023; do f4s-metrics prediction=p.nrrd label=l.nrrd --seg-convention $c | cases | jq -r '.findings[].text'; done | grep -c 'HD95 of 1 depends on the convention: 7.2 mm pooled')
echo "$same $(f4s-metrics prediction=l.nrrd label=l.nrrd | cases | jq '.findings // [] | length')"

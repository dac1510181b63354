# A folder of studies as BraTS has it, of dwi, adc and flair: all are modalities, and what is named otherwise is a finding.
#> p1 ["flair","adc","dwi"] ["brats.name","label.meaning"]
#> p2 ["flair","adc","dwi"] ["label.meaning"]
for i in p1 p2; do mkdir -p in/$i; for m in dwi adc flair; do nrrd "3 1 1" 0 5 9 >in/$i/${i}_$m.nrrd; done; nrrd "3 1 1" 0 1 1 >in/$i/${i}_seg.nrrd; done
mv in/p2/p2_adc.nrrd in/p2/p2-ADC.nrrd; cp in/p1/p1_dwi.nrrd in/p1/other.nrrd
f4s-prep in -o out --volumes | cases | jq -r '"\(.id) \(.images | keys_unsorted | tojson) \([.findings[] | select(.code | startswith("nrrd") | not) | .code] | sort | tojson)"'

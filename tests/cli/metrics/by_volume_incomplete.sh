# A volume of which slices are missing is a finding.
#> volume.incomplete
head -20 "$DATA/fused/cases.ndjson" | sed "s#\"fused/#\"$DATA/fused/fused/#" >in.ndjson; f4s-metrics in.ndjson --by volume | cases | jq -r '.findings[].code'

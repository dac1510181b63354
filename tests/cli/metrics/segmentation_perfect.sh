# A label against itself is perfect in every region of the record.
#> ["ET",1,0]
#> ["TC",1,0]
#> ["WT",1,0]
slices 97 | grep phantom_0000_z025 | jq -c '.prediction = .label' >in.ndjson; f4s-metrics in.ndjson | cases | jq -c '.metrics.segmentation | to_entries | sort_by(.key)[] | [.key, .value.dice, .value.hd95_mm]' | sed 's/\.0\b//g'

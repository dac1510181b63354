# The whole chain: prepare, fuse, segment, score in 3-D.
#> ["phantom_0000","phantom_0001","phantom_0002"]
#> ["f4s-segment",[3,3,3],"number"]
make_model m.safetensors
f4s-prep "$DATA/phantom" -o p | f4s-fuse - --model m.safetensors -o f | f4s-segment - --model m.safetensors -o s --volumes | f4s-metrics - --check 'segmentation.WT.dice.n == 3' --check 'cases.failed == 0' >records || exit
cases records | jq -sc 'map(.id)'
run_record records | jq -c '[.upstream[0].tool, [.summary.segmentation.WT.dice, .summary.segmentation.TC.dice, .summary.segmentation.ET.dice | .n + .n_undefined], (.summary.segmentation.WT.dice.mean | type)]'

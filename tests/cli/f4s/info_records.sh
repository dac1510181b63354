# f4s info of a file of records and of a run record: cases, runs with their outcome, means of the scores, the command.
#> ["records",2,{"fused":2,"label":2,"mask":2,"metrics":2},["f4s-metrics","ok"]]
#> true
#> ["run record","ok",0,{"ok":2,"failed":0,"skipped":0}]
#> f4s-metrics 'all fused' --ids 'phantom_0000_z01[01]'
ln -s "$DATA/fused" 'all fused'
f4s-metrics 'all fused' --ids 'phantom_0000_z01[01]' --run-record run.json >scored.ndjson
f4s info scored.ndjson --format ndjson | jq -c '[.kind, .cases, .cases_with, (.runs[] | [(.by | sub(" .*"; "")), .status])]'
f4s info scored.ndjson run.json --format ndjson | jq -s --slurpfile run run.json 'all(.[]; .scores.fusion.VIF == $run[0].summary.fusion.VIF.mean)'
f4s info run.json --format ndjson | jq -c '[.kind, .status, .exit_code, .cases]'
f4s info run.json --format ndjson | jq -r '.command | sub(" --run-record .*"; "")'

# --split FILE.tsv: the table's splits; a subject that it does not name is 65.
#> phantom_0000 val
#> phantom_0001 train
#? exit 65
#? stderr f4s-prep: case 'phantom_0002': s.tsv: does not name subject 'phantom_0002'*
printf 'phantom_0000\tval\nphantom_0001\ttrain\n' >s.tsv
f4s-prep "$DATA/phantom" -o out --slices label --modalities t1 --split s.tsv >out.ndjson; code=$?; cases out.ndjson | jq -r '"\(.subject) \(.split)"' | uniq; exit $code

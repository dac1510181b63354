# --split FILE.tsv: the table's splits; a subject that it does not name is 65 before any work, and fails alone with --keep-going.
#> phantom_0000 val
#> phantom_0001 train
#> 65 no
#? stderr *case 'phantom_0002'*does not name subject 'phantom_0002'*s.tsv: does not name subject 'phantom_0002'*
printf 'phantom_0000\tval\nphantom_0001\ttrain\n' >s.tsv
f4s-prep "$DATA/phantom" -o kept --slices label --modalities t1 --split s.tsv --keep-going | cases | jq -r 'select(.error | not) | "\(.subject) \(.split)"' | uniq
f4s-prep "$DATA/phantom" -o out --slices label --modalities t1 --split s.tsv >/dev/null; echo $? "$([[ -e out ]] && echo yes || echo no)"

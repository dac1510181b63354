# --split takes CSV too, with or without a heading, whose columns may come in any order.
#> phantom_0000 val phantom_0001 train phantom_0002 test
#> phantom_0000 val phantom_0001 train phantom_0002 test
#> 65
#? stderr f4s-prep: *b.csv: line 2: wanted rows of SUBJECT,SPLIT or SUBJECT<TAB>SPLIT*
printf 'phantom_0000,val\nphantom_0001,train\nphantom_0002,test\n' >a.csv; printf 'split,subject\nval,phantom_0000\ntrain,phantom_0001\ntest,phantom_0002\n' >h.csv; printf 'a,train\nb train\n' >b.csv
for t in a h; do f4s-prep "$DATA/phantom" -o out-$t --slices label --modalities t1 --split $t.csv | cases | jq -r '"\(.subject) \(.split)"' | uniq | xargs; done
f4s-prep "$DATA/phantom" -o out --split b.csv >/dev/null; echo $?

# --skip-existing takes up a split table of the same name whose words are others, and subjects that came: what a new run gives.
#> train val test
#> test val train
#> same
#? stderr *
splits() { cases "$1/cases.ndjson" | jq -r .split | xargs; }
table() { printf 'subject,split\nphantom_0000,%s\nphantom_0001,%s\nphantom_0002,%s\n' "$@" >t.csv; }
mkdir in; cp -r "$DATA"/phantom/phantom_000[0-2] in
prep() { f4s-prep in --volumes --format none "$@"; }
table train val test; prep -o a --split t.csv; splits a
before=$(stat -c %Y-%i a/images/t1/*); table test val train; prep -o a --split t.csv --skip-existing; splits a
[[ $before = "$(stat -c %Y-%i a/images/t1/*)" ]] || echo "written again"
rm -r in/phantom_0002; prep -o b --split 0.5,0.5,0; cp -r "$DATA/phantom/phantom_0002" in; prep -o b --split 0.5,0.5,0 --skip-existing; prep -o c --split 0.5,0.5,0
[[ $(splits b) = "$(splits c)" ]] && echo same

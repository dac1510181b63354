# --split fractions by subject, met exactly where the subjects are known beforehand: one each of three.
#> test
#> train
#> val
mkdir in; cp -r "$DATA"/phantom/phantom_000? in; f4s-prep in -o out --slices label --modalities t1 --split 0.4,0.3,0.3 | cases | jq -r '[.subject, .split] | @tsv' | sort -u | cut -f2 | sort

# --subject: the first group of the case's name; all visits of a subject go to one split.
#> 000
f4s-prep "$DATA/phantom" -o out --slices label --modalities t1 --subject 'phantom_(...)' | cases | jq -r .subject | uniq
[[ $(jq -r .split out/cases.ndjson | sort -u | wc -l) == 1 ]]

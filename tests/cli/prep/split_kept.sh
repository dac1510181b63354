# A record's own split is kept unless --split is given.
#> mine
#> test
(sed -E "s#\"(phantom_000./)#\"$DATA/phantom/\1#g" "$DATA/phantom/cases.ndjson" | head -1 | jq -c '.split = "mine"'; ended) >in
f4s-prep - -o a --volumes <in | cases | jq -r .split; f4s-prep - -o b --volumes --split 0,0,1 <in | cases | jq -r .split

# Without regions each value of the run is one of all cases, also where the shards of the run are read together.
#> true
#> 3
mkdir l p; for i in a b c; do nrrd "4 1 1" 0 1 1 0 >l/$i.nrrd; nrrd "4 1 1" 0 1 0 0 >p/$i.nrrd; done; nrrd "4 1 1" 0 1 1 4 >l/a.nrrd
m() { f4s-metrics prediction=p label=l --seg-convention brats2023 "$@"; }
m >whole.ndjson; (m --shard 1/2; m --shard 2/2) >parts.ndjson
f4s-metrics --table whole=whole.ndjson parts=parts.ndjson --columns dice.4,dice.4.n --format csv >t
[ "$(sed -n '2s/^[^,]*//p' t)" = "$(sed -n '3s/^[^,]*//p' t)" ] && echo true; tail -n 1 t | cut -d, -f3

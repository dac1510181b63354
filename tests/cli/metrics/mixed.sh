# A subject of whose images some alone have a prediction: said, whichever comes first; it was left out of its means.
#> 65 metric.mixed
#> 65 metric.mixed
r() { jq -nc --arg i "$1" --arg d "$PWD/" '{schema: "f4s.case/1", id: $i, subject: "S", images: {t1: ($d + "a.png")}, fused: ($d + "a.png"), label: ($d + "l.png")} + if $i == "b" then {prediction: ($d + "l.png")} else {} end'; }
grey_png "4 1" 1 1 0 0 >l.png; grey_png "4 1" 1 9 30 0 >a.png; (r a; r b) >ab.ndjson; (r b; r a) >ba.ndjson
for f in ab ba; do f4s-metrics $f.ndjson --by subject --run-record r.json >/dev/null 2>&1; echo $? "$(jq -r .error.code r.json)"; done

# What --table refuses: a word without name, two methods of one name, no metrics, figures that stand twice, other settings, an
# unknown column.
#> 2 table.word
#> 2 table.word
#> 66 input.missing
#> 65 table.run
#> 65 table.run
#> 65 json.key_twice
#> 65 table.settings
#> 2 columns.unknown; did you mean 'VIF'?
#> 2 table.options
code() { f4s-metrics --table "$@" --run-record r.json >/dev/null 2>&1; echo "$? $(jq -r '.error | .code + (.message | capture("(?<m>; did.*)").m // "")' r.json)"; }
f4s-metrics "$DATA/fused" --split val >a.ndjson; f4s-metrics "$DATA/fused" --split val --convention film >b.ndjson; echo '{"VIF":"much"}' >bad.json
printf '{\n  "VIF": 0.61,\n  "VIF": 0.7\n}\n' >twice.json
code a.ndjson; code a=a.ndjson a=a.ndjson; code a=no.json; code a=bad.json; code a="$DATA/prepared"; code a=twice.json; code a=a.ndjson b=b.ndjson
code a=a.ndjson --columns vif; code a=a.ndjson --long

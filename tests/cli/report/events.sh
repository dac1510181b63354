# events.ndjson of anybody: very many keys in no time, keys that stand twice and brackets refused; a last line may be torn.
#> 65 json.keys 65 json.key_twice 65 json.depth 65 report.events 0
#? stderr *
mkdir run; echo '{"epochs":2}' >run/config.json
page() { timeout 20 f4s-report run -o r.html --force --run-record r.json >/dev/null; echo $? "$(jq -r '.error.code // empty' r.json)"; }
event='{"event":"epoch","epoch":1,"step":1,"losses":{"total":1.5}}'
with() { printf '%s\n' "$1" "$event" >run/events.ndjson; page; }
{ with "{$(seq -s , -f '"%.0f":0' 200000)}"
  with '{"event":"epoch","epoch":1,"epoch":2}'
  with "{\"x\":$(printf '[%.0s' {1..60000})$(printf ']%.0s' {1..60000})}"
  with 'no event'
  printf '%s\n{"event":"epo' "$event" >run/events.ndjson; page; } | xargs

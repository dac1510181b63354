# A line that is JSON but no object: 65.
#? exit 65
#? stderr f4s-metrics: in.ndjson: line 1: is not a JSON object*
echo '[1]' >in.ndjson; f4s-metrics in.ndjson >/dev/null

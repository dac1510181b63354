# The same in a file, which is named.
#? exit 65
#? stderr f4s-metrics: in.ndjson: line 3: *
printf '\n\nhello\n' >in.ndjson; f4s-metrics in.ndjson >/dev/null

# With no room in /tmp the pages of a study are made all the same; of ten thousands of cases, whose records wait there, exit 74, and the page of those before says so.
#> 0
#> 74
#? stderr f4s-report: *cannot keep records in a temporary file*No space left on device*
# shellcheck disable=SC2016 # the inner shell's variables
slices 500 | head -n 1 | jq -c --arg pad "$(printf '%1000s' '')" 'range(12000) as $i | .id = "case_\($i)" | .subject = .id | .note = $pad' >many.ndjson
head -n 100 many.ndjson >few.ndjson
on_small_disk 4 '
  mount --bind disk /tmp && echo full >/tmp/full
  for n in few many; do f4s-report $n.ndjson --partial-input --pictures 1 -o $n.html >/dev/null; echo $?; done'
grep -q "cannot keep records in a temporary file" many.html

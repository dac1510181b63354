# What records say is text: markup in ids, findings, classes, modalities and file names shows as it is.
#> 0
#> true
evil='<script>alert(1)</script>"onerror="x'
slices 3 | jq -c --arg evil "$evil" '.id = $evil + .id | .split = $evil | .classes["1"] = $evil | .images[$evil] = .images.t1
  | .metrics = {segmentation: {($evil): {dice: 0.5, hd95_mm: null}}, undefined: {}} | .findings = [{code: $evil, severity: $evil, text: $evil}]' >r.ndjson
(cat r.ndjson; ended failed 65 | jq -c --arg evil "$evil" '.error = {code: $evil, message: $evil, file: $evil} | .tool = $evil') >all.ndjson
f4s-report all.ndjson -o r.html --title "$evil" >/dev/null 2>&1
python3 "$ROOT/tests/support/check_page.py" r.html
grep -c 'alert(1)</script>' r.html
[[ $(grep -o '&lt;script&gt;alert(1)' r.html | wc -l) -gt 20 ]] && echo true
exit 0

# RUN/validation has a slice of each of the weakest validation subjects as the best network makes it, with the scores of that
# epoch's event; f4s-report shows them.
#> true
#> fused labels 1
#> true
#> 0 true
echo '{"epochs":2,"steps_per_epoch":3,"batch_size":2,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,"segmentation_levels":2}' >small.json
f4s-train "$DATA/prepared" -o run --fold 1/2 --modalities t1ce,flair --config small.json --format none
# The mean over the subjects is the event's: there are no more subjects than slices shown.
jq -s --slurpfile shown run/validation/cases.ndjson '(map(select(.best)) | last.validation.segmentation.WT) as $wt |
  [$shown[].validation.subject.segmentation.WT.dice | numbers] | (length == $wt.n) and ((add / length - $wt.dice | fabs) < 1e-12)' run/events.ndjson
jq -r '"\(.fused | split("/")[0]) \(.prediction | split("/")[0]) \(.validation.epoch | if . > 0 then 1 else 0 end)"' run/validation/cases.ndjson | sort -u
# Labels are the source's values, on the slice's own grid.
f4s-metrics run/validation/cases.ndjson --format ndjson --partial-input | cases - | jq -s 'length > 0 and all(.[]; .metrics.segmentation.WT | has("dice"))'
f4s-report run -o r.html >/dev/null; echo $? "$([[ $(grep -c '<article' r.html) = $(wc -l <run/validation/cases.ndjson) ]] && echo true)"
python3 "$ROOT/tests/support/check_page.py" r.html >&2

# A RUN, at work or finished, without LibTorch: curves as drawings with the numbers beside, and as lines of text.
#> 3 true
#> run: epoch 3 of 5, step 30; not finished: at work, or stopped; the best network is of epoch 2 (mean Dice 0.8000); 1 steps skipped
#> 65 report.events
#? stderr *
mkdir run; echo '{"epochs":5,"seed":7,"method":"fuse4seg"}' >run/config.json
cat >run/events.ndjson <<'END'
{"event":"start","method":"fuse4seg","data":"abc"}
{"event":"skipped","epoch":1,"step":4,"why":"loss","cases":"'a'","restored":false}
{"event":"epoch","epoch":1,"step":10,"losses":{"total":2.5,"dice":1},"learning_rates":{"fuser":0.001},"gradient_norms":{"fuser":3},"images_per_second":11,"skipped_steps":1,"validation":{"segmentation":{"WT":{"dice":0.5}}},"score":0.5,"best":true,"best_by":"mean Dice"}
{"event":"epoch","epoch":2,"step":20,"losses":{"total":1.5,"dice":0.7},"learning_rates":{"fuser":0.001},"gradient_norms":{"fuser":2},"images_per_second":12,"skipped_steps":0,"validation":{"segmentation":{"WT":{"dice":0.8}}},"score":0.8,"best":true,"best_by":"mean Dice"}
{"event":"epoch","epoch":3,"step":30,"losses":{"total":1.25,"dice":0.6},"learning_rates":{"fuser":0.0005},"gradient_norms":{"fuser":2},"images_per_second":12,"skipped_steps":0,"validation":{"segmentation":{"WT":{"dice":0.7}}},"score":0.7,"best":false,"best_by":"mean Dice"}
END
printf '{"event":"epo' >>run/events.ndjson
f4s-report run -o r.html --format html >/dev/null
echo "$(grep -o 'class="plot"' r.html | wc -l | xargs -I{} sh -c 'test {} -ge 5 && echo 3')" "$(grep -q 'best network is of epoch 2' r.html && echo true)"
python3 "$ROOT/tests/support/check_page.py" r.html
f4s-report run --format text >text; head -n 1 text
grep -q 'WT.dice.*0.5000 -> 0.7000, least 0.5000 (1), greatest 0.8000 (2)' text || exit 3
mkdir bad; printf 'no\n{"event":"start"}\n' >bad/events.ndjson; f4s-report bad --format text --run-record b.json; echo $? "$(jq -r .error.code b.json)"

# A missed region counts in mean_reference as the volume's diagonal, as f4s-metrics has it, also beside a comparison; of
# records alone too, which say it (`worst_distance`); where they do not, nor how large the volume was, it is not known.
#> the same
#> the same
#> 2.1284
#> -
mkdir l p q; for i in 1 2 3; do nrrd "4 3 2" 0 1 1 0 0 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0 0 0 0 >l/$i.nrrd; done
cp l/1.nrrd l/2.nrrd p; cp l/*.nrrd q; nrrd "4 3 2" 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 >p/3.nrrd
nrrd "4 3 2" 0 1 0 0 0 1 1 0 0 0 0 0 0 1 1 1 0 0 0 0 0 0 0 0 >p/2.nrrd
shown() { f4s-report "$1" --format text | awk '$1 == "A" && $2 == "hd95_mm" { print $NF }'; }
score() { f4s-metrics label=l prediction=$1 --regions A=1 "${@:2}"; }
score q >q.ndjson; score p >p.ndjson; score p --compare q.ndjson >c.ndjson
for run in p c; do
  wanted=$(run_record $run.ndjson | jq .summary.segmentation.A.hd95_mm.mean_reference)
  awk -v a="$(shown $run.ndjson)" -v b="$wanted" 'BEGIN { d = a - b; print ((d * d < 1e-7 && a > 1) ? "the same" : a " for " b) }'
done
cases p.ndjson >n.ndjson; shown n.ndjson; jq -c 'del(.metrics.worst_distance)' n.ndjson >o.ndjson; shown o.ndjson

# p is SciPy's: wilcoxon([1, 1, 1, 1, 1, 1, 2/3], [2/3, 2/3, 2/3, 2/3, 2/3, 1, 1]) gives 0.21875 (1.17.1); a smaller distance wins.
#> {"p":0.21875,"wins":5,"ties":1,"losses":1}
#> {"p":0.21875,"wins":5,"ties":1,"losses":1}
mkdir l here there
# Against the reference 0 1 1 a prediction of it has Dice 1, one of 0 1 0 has 2/3 and a distance of 1 mm.
for id in a b c d e f g; do
  nrrd "3 1 1" 0 1 1 | tee l/$id.nrrd >here/$id.nrrd; nrrd "3 1 1" 0 1 0 >there/$id.nrrd
done
cp l/f.nrrd there; cp l/g.nrrd there; nrrd "3 1 1" 0 1 0 >here/g.nrrd
f4s-metrics prediction=there label=l --regions A=1 >t.ndjson; f4s-metrics prediction=here label=l --regions A=1 --compare t.ndjson | run_record >r
for m in dice hd_mm; do jq -c ".summary.compare.segmentation.A.$m | {p, wins, ties, losses}" r; done

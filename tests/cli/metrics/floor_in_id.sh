# An id may hold what floors are named by: the record of one says `floor`.
#> 2
mkdir l p; nrrd "4 1 1" 0 1 1 4 | tee l/a.nrrd >'l/a+floor-b.nrrd'; cp l/* p
f4s-metrics label=l prediction=p --regions A=1 >m.ndjson; f4s-metrics label=l prediction=p --regions A=1 --compare m.ndjson | run_record | jq .summary.compare.cases.pairs

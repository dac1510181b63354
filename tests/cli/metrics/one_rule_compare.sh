# --compare goes over the same cases: a value that the other method alone predicts counts against it.
#> {"n":3,"mean":1,"other_mean":0.6666666666666666,"wins":1,"ties":2,"losses":0}
mkdir l p q
for i in a b c; do grey_png "4 1" 0 0 0 0 | tee l/$i.png p/$i.png >q/$i.png; done; grey_png "4 1" 0 7 0 0 >q/b.png
f4s-metrics prediction=q label=l >q.ndjson
f4s-metrics prediction=p label=l --compare q.ndjson | run_record | jq -c '.summary.compare.segmentation["7"].dice | {n, mean, other_mean, wins, ties, losses}'

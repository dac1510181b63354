# One prediction, one Dice: the cases over which a mean goes are the same with and without --regions, also of a
# value that only the last prediction has; the mean over the cases with a reference has an n of its own.
#> {"n":4,"mean":0.75,"n_reference":0,"mean_reference":null,"cases":{"reference_empty":1,"prediction_empty":0,"both_empty":3}}
#> {"n":4,"mean":0.5,"n_reference":2,"mean_reference":0.5,"cases":{"reference_empty":1,"prediction_empty":1,"both_empty":1}}
mkdir l p
for i in a b; do grey_png "4 1" 0 1 1 0 >l/$i.png; done; for i in c d; do grey_png "4 1" 0 0 0 0 >l/$i.png; done
cp l/a.png p/a.png; cp l/c.png p/b.png; cp l/a.png p/c.png; grey_png "4 1" 0 7 0 0 >p/d.png
f4s-metrics prediction=p label=l | run_record | jq .summary >free
f4s-metrics prediction=p label=l --regions '1=1 7=7' | run_record | jq .summary >given
diff free given && jq -c '.segmentation | .["7"], .["1"] | (.dice | {n, mean, n_reference, mean_reference}) + {cases}' free

# A column may name its statistic: the mean over the cases that have a reference.
#> method,dice.1,dice.1.mean_reference
#> m,0.75,0.5
mkdir l p; grey_png "4 1" 0 1 1 0 >l/a.png; grey_png "4 1" 0 1 0 1 >p/a.png; grey_png "4 1" 0 0 0 0 | tee l/b.png >p/b.png
f4s-metrics prediction=p label=l >m.ndjson; f4s-metrics --table m=m.ndjson --columns dice.1,dice.1.mean_reference --format csv

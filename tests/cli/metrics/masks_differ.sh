# Masks whose one label is 1 here and 255 there have nothing in common, which is said; not so with classes or regions.
#> 0 ["label.masks_differ"]
#> 1 []
#> 0.5 []
grey_png "4 2" 0 1 1 0 0 1 1 0 >l.png; grey_png "4 2" 0 255 255 0 0 255 255 0 >p.png; grey_png "4 2" 0 0 1 1 0 0 1 1 >q.png
show() { cases | jq -r '"\(.metrics.segmentation | to_entries[0].value.dice) \([.findings[]?.code] | tojson)"'; }
f4s-metrics label=l.png prediction=p.png | show
f4s-metrics label=l.png prediction=p.png --regions 'A=1,255' | show
f4s-metrics label=l.png prediction=q.png | show

# With regions too: a mask of 255 beside one of 1, of which no region has anything.
#> ["label.masks_differ"]
grey_png "4 1" 0 1 1 0 >a.png; grey_png "4 1" 0 255 255 0 >b.png
f4s-metrics label=a.png prediction=b.png --regions T=1 | cases | jq -c '[.findings[].code | select(startswith("label"))]'

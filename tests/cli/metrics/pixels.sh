# Distances of pictures without spacing are pixels by name, in records, summary, checks and tables; the tolerance too.
#> {"hd95_px":2,"hd_px":2,"assd_px":2,"nsd":0}
#> {"hd95_px":2,"hd_px":2,"assd_px":2,"nsd":1}
#> true 1
grey_png "5 1" 0 1 0 0 0 >l.png; grey_png "5 1" 0 0 0 1 0 >p.png
for mm in 1 2; do f4s-metrics prediction=p.png label=l.png --nsd-tolerance $mm --check 'segmentation.1.hd95_px.mean == 2' >$mm; done
for mm in 1 2; do cases $mm | jq -c '.metrics.segmentation["1"] | {hd95_px, hd_px, assd_px, nsd}'; done
echo "$(run_record 1 | jq '.summary.segmentation["1"] | has("hd95_px") and (has("hd95_mm") | not)') $(f4s-metrics prediction=p.png label=l.png --format table | grep -c '^1  *hd95_px ')"

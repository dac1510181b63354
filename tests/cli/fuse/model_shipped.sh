# The model that comes with the suite is found by its name and fuses each kind that its card tells of, with more edges
# and more of both sources than their mean has; black in both stays black.
#> [["mri",["ct","pet","spect"]],["fused"],true]
#> ct true
#> pet true
#> spect true
#> 0
f4s-fuse --model harvard --describe | jq -c '[.model.modalities, .model.gives, (.path | endswith("share/fuse4seg/models/harvard.safetensors"))]'
i=$DATA/prepared/images
for kind in ct pet spect; do
  f4s-fuse mri=$i/t1 $kind=$i/flair -o $kind --model harvard | f4s-metrics - --floors >$kind.ndjson
  tail -n 1 $kind.ndjson | jq -r --arg kind $kind '.summary | .floors.average.fusion as $mean |
    "\($kind) \(.fusion.Qabf.mean > $mean.Qabf.mean and .fusion.SCD.mean > $mean.SCD.mean)"'
done
jq -c 'select(.schema == "f4s.case/1") | .findings[]? | select(.code == "fusion.light")' ./*.ndjson | wc -l

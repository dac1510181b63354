# Light where all sources are 0 is a finding with its numbers; an average has none.
#> the fused image is above level 8 at 2 of the 63 pixels where all its sources are 0, up to level 40
#> 0
one() { nrrd "8 8 1" $2 >"$1.nrrd"; f4s-prep x="$1.nrrd" -o "$1" --slices all --normalize none --brain none --format none; }
zeros() { yes 0 | head -"$1"; }
one a "200 $(zeros 63)"; one b "100 $(zeros 63)"; one f "150 40 20 $(zeros 61)"; one g "150 $(zeros 63)"
p() { echo "$1/images/x/$1_z000.png"; }
f4s-metrics a="$(p a)" b="$(p b)" fused="$(p f)" | cases | jq -r '.findings[].text'
f4s-metrics a="$(p a)" b="$(p b)" fused="$(p g)" | cases | jq '.findings | length'

# Values that follow by hand: an image of two equal halves has an entropy of 1 bit and a standard deviation of half its step.
#> 1 50
nrrd "16 16 1" $(for i in {0..255}; do echo $((i % 2 * 100)); done) >a.nrrd; f4s-prep a=a.nrrd -o p --slices all --normalize none --brain none --format none
f4s-metrics a=p/images/a/a_z000.png b=p/images/a/a_z000.png fused=p/images/a/a_z000.png | cases | jq -r '.metrics.fusion | "\(.EN) \(.SD)"' | sed 's/\.0\b//g'

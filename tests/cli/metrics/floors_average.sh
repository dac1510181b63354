# The floor "average" has the scores of what f4s-fuse --method average writes; "maximum" likewise.
#> true
#> true
p="$DATA/prepared"
for m in average maximum; do
  f4s-fuse "$p" --ids phantom_0000_z015 --method $m --modalities t1ce,flair -o $m --format none
  f4s-metrics $m --floors | cases | jq -s --arg m $m '.[0].metrics == (.[] | select(.floor == $m)).metrics'
done

# The record's way back from levels: offset + scale * level, within half a level where nothing was clipped, exact for whole levels.
#> 30 50 61 110 true
#> {"low":30,"high":110,"scale":true,"offset":30,"clipped_low":1,"clipped_high":2}
#> {"low":0,"high":255,"scale":1,"offset":0,"clipped_low":0,"clipped_high":0} 5 30 50 61 110 200 220
nrrd "7 1 1" 5 30 50 61 110 200 220 >a.nrrd
f4s-prep a=a.nrrd -o out --volumes --normalize range=30,110 | cases >case
for level in $(voxels out/images/a/a.nii.gz); do jq --argjson l "$level" '.intensity.a | .offset + .scale * $l' case; done >back
paste -d' ' back <(printf '%s\n' 5 30 50 61 110 200 220) | sed -n 2,5p | awk -v half="$(jq .intensity.a.scale/2 case)" '{ printf "%d ", $2; d = $1 - $2; if (d > half || d < -half) bad = 1 } END { print bad ? "false" : "true" }'
jq -c '.intensity.a | .scale = (.scale == (.high - .low) / 255)' case
f4s-prep a=a.nrrd -o exact --volumes --normalize range=0,255 | cases | jq -c .intensity.a | tr '\n' ' '; voxels exact/images/a/a.nii.gz

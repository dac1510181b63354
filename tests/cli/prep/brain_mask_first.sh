# --brain auto takes the case's own mask, of a head too; the record says so.
#> ["mask",[]]
f4s-phantom -q -o heads --cases 1 --skull --seed 7 --size 40,46,42 --format none
head=heads/phantom_0000/phantom_0000
f4s-prep t1=${head}_t1.nii.gz mask=${head}_brainmask.nii.gz -o out --volumes | cases | jq -c '[.brain.by, [.findings[]?.code]]'

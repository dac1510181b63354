# --brain builtin finds the brain of a head with scalp and skull; auto does, where the background is not 0, and says so.
#> ["builtin","t1",true,[]]
#> ["builtin","t1",true,["brain.builtin"]]
f4s-phantom -q -o heads --cases 1 --skull --seed 7 --size 64,76,66 --format none
t1=heads/phantom_0000/phantom_0000_t1.nii.gz
for brain in builtin auto; do
  f4s-prep flair=${t1/_t1/_flair} t1=$t1 -o $brain --brain $brain --volumes |
    cases | jq -c '[.brain.by, .brain.from, .brain.volume_ml > 1100 and .brain.volume_ml < 1700, [.findings[]?.code]]'
done

# Two, three or four modalities.
#> 20 a,b,c
#> 25 a,b,c,d
x=0; for i in a b c d; do x=$((x + 10)); nrrd "1 1 1" $x >$i.nrrd; done
f4s-fuse a=a.nrrd b=b.nrrd c=c.nrrd -o o3 --method average | cases | jq -r '.fused_from | join(",")' >n; echo "$(voxels o3/fused/a.nii.gz)" "$(cat n)"
f4s-fuse a=a.nrrd b=b.nrrd c=c.nrrd d=d.nrrd -o o4 --method average | cases | jq -r '.fused_from | join(",")' >n; echo "$(voxels o4/fused/a.nii.gz)" "$(cat n)"

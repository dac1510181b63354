# One grid in another order of its voxels is one grid, in every tool: the voxels come in the order of the first file.
#> fuse 15 20 20 15
#> metrics 1 0
#> volumes 1
#> prep 1 2 3 4
#> elsewhere 65
#? stderr *geometry.grids*
turned() { nrrd "4 1 1" "$@" | LC_ALL=C sed 's/directions: (1,0,0)/directions: (-1,0,0)/; s/origin: (0,0,0)/origin: (3,0,0)/'; }
moved() { nrrd "1 4 1" "$@" | LC_ALL=C sed 's/directions: (1,0,0) (0,1,0)/directions: (0,1,0) (1,0,0)/'; }
nrrd "4 1 1" 10 10 20 20 >a.nrrd; turned 10 20 30 20 >b.nrrd; echo "fuse $(f4s-fuse a=a.nrrd b=b.nrrd -o f --method average --format none; voxels f/fused/a.nii.gz)"
nrrd "4 1 1" 0 1 2 2 >l.nrrd; turned 2 2 1 0 >p.nrrd; moved 0 1 2 2 >q.nrrd
echo "metrics $(for p in p q; do f4s-metrics label=l.nrrd prediction=$p.nrrd | cases | jq '.metrics.segmentation | [.[] | .dice, .hd95_mm] | unique | @text'; done | sort -u | jq -r 'fromjson | reverse | join(" ")')"
f4s-metrics a=a.nrrd fused=p.nrrd | cases | jq -r '"volumes \(.metrics.fusion | has("MI") | if . then 1 else 0 end)"'
nrrd "4 1 1" 1 2 3 4 >t1.nrrd; turned 4 3 2 1 >t2.nrrd; f4s-prep t1=t1.nrrd t2=t2.nrrd -o out --register none --volumes --normalize none --format none; echo "prep $(voxels out/images/t2/t1.nii.gz)"
nrrd "4 1 1" 1 2 3 4 | LC_ALL=C sed 's/origin: (0,/origin: (1,/' >c.nrrd; f4s-fuse a=a.nrrd b=c.nrrd -o g --method average --format none; echo "elsewhere $?"

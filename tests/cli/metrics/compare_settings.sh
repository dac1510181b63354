# Numbers that mean different things are not compared: other regions, another tolerance, other sources.
#> 65
#> 65
#> 65
#? stderr *region 'A' is 1 there and 1,2 here*nsd_tolerance 2.0 there and 1.0 here*against flair, t1ce there and t1, t1ce here*
nrrd "4 1 1" 0 1 1 2 >l.nrrd; nrrd "4 1 1" 0 0 1 2 >p.nrrd; m() { f4s-metrics prediction=p.nrrd label=l.nrrd "$@"; }
m --regions A=1 >a.ndjson; m --regions A=1,2 --compare a.ndjson >/dev/null; echo $?
m --regions A=1 --nsd-tolerance 2 >b.ndjson; m --regions A=1 --compare b.ndjson >/dev/null; echo $?
f4s-metrics "$DATA/fused" >c.ndjson; f4s-fuse "$DATA/prepared" -o o --method average --modalities t1ce,t1 --format none; f4s-metrics o --compare c.ndjson >/dev/null; echo $?

# A figure that is null meets no check, != neither.
#> 1
#> 1
#? stderr *not met: segmentation.A.hd_mm.mean is null*not met: segmentation.A.hd_mm.mean is null*
nrrd "3 1 1" 0 1 1 >l.nrrd; nrrd "3 1 1" 0 0 0 >p.nrrd
for c in '!= 5' '<= 1000'; do f4s-metrics prediction=p.nrrd label=l.nrrd --regions A=1 --check "segmentation.A.hd_mm.mean $c" >/dev/null; echo $?; done

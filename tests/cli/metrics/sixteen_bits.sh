# 16-bit files are scaled by 255/65535 and rounded: the same figures as the 8-bit file of the same levels.
nrrd "16 16 1" {0..255} >a.nrrd; for b in 8 16; do f4s-prep a=a.nrrd -o p$b --slices all --normalize range=0,255 --brain none --bits $b --format none; done
m() { f4s-metrics a=p8/images/a/a_z000.png b=p8/images/a/a_z000.png fused=$1/images/a/a_z000.png | cases | jq -c .metrics.fusion; }
[[ -n $(m p8) ]] && diff <(m p8) <(m p16)

# Voxels that lie metres apart, as a header of a few bytes may say: refused before the memory is asked for that they would take.
#> 65 brain.size
#> 65 geometry.size
#> 0
#? stderr *
printf 'NRRD0004\ntype: uint8\ndimension: 3\nsizes: 64 64 64\nencoding: gzip\nspace: right-anterior-superior\nspace directions: (30,0,0) (0,30,0) (0,0,30)\nspace origin: (0,0,0)\n\n' >t1.nrrd
head -c 262144 /dev/zero | tr '\0' '\7' | gzip >>t1.nrrd
code() { (ulimit -v 4000000; timeout 60 f4s-prep t1=t1.nrrd -o o --volumes --normalize none --run-record r.json "$@" >/dev/null); echo $? "$(jq -r '.error.code // empty' r.json)"; }
code --brain builtin; code --brain none --spacing 1,1,1; code --brain none | xargs

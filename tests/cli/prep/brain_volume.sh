# A brain outside 900 to 2,200 ml on a grid that can hold a head is a finding that names its volume.
#> ["nonzero","brain.volume","its brain (by nonzero) has 3072 ml: wanted 900 to 2200; a whole head? --brain builtin"]
large() { nrrd "4 4 4" "$@" | LC_ALL=C sed 's/(1,0,0) (0,1,0) (0,0,1)/(40,0,0) (0,40,0) (0,0,40)/'; }
mapfile -t values < <(for i in {1..64}; do echo $((i % 4 == 0 ? 0 : i)); done)
large "${values[@]}" >a.nrrd
f4s-prep t1=a.nrrd -o out --volumes | cases | jq -c '[.brain.by, .findings[0].code, .findings[0].text]'

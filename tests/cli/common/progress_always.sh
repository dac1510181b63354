# --progress always writes dated lines where stderr is no terminal, without control codes; a bar on one.
#> 2
#> 1
#? stderr *
nrrd "16 16 1" {0..255} >a.nrrd; mkdir a b; cp a.nrrd a/1.nrrd; cp a.nrrd a/2.nrrd; cp a/* b
f4s-fuse a=a b=b -o out --method average --progress always --format none 2>lines
grep -cE '^20[0-9-]{8} [0-9:]{8} f4s-fuse: [12] of 2, 0:00, 0:00 left$' lines
script -qec 'f4s-fuse a=a.nrrd b=a.nrrd -o x --method average --progress always --format none' /dev/null | grep -c '1/1 [[]####*] 0:00, 0:00 left'

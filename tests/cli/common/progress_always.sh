# --progress always draws the bar, with the time left, also where stderr is no terminal.
#? stderr *f4s-fuse: 1/1 [[]####*] 0:00, 0:00 left*
nrrd "16 16 1" {0..255} >a.nrrd; f4s-fuse a=a.nrrd b=a.nrrd -o out --method average --progress always --format none

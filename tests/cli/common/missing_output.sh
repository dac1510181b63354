# Without -o: exit 2 and what is missing.
#> 2 f4s-phantom: --output DIR is missing; see --help [usage.missing]
#> 2 f4s-prep: --output DIR is missing; see --help [usage.missing]
#> 2 f4s-fuse: --output DIR is missing; see --help [usage.missing]
said=$(f4s-phantom 2>&1); echo $? "$said"
said=$(f4s-prep x 2>&1); echo $? "$said"
said=$(f4s-fuse x --method average 2>&1); echo $? "$said"

# Without CASES or SOURCE: exit 2 and what is missing.
#> 2 f4s-prep: SOURCE... is missing; see --help [usage.missing]
#> 2 f4s-fuse: CASES is missing; see --help [usage.missing]
#> 2 f4s-metrics: CASES is missing; see --help [usage.missing]
said=$(f4s-prep -o out 2>&1); echo $? "$said"
said=$(f4s-fuse -o out --method average 2>&1); echo $? "$said"
said=$(f4s-metrics 2>&1); echo $? "$said"

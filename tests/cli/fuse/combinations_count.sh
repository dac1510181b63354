# Four modalities have 6 pairs, 4 triples and 1 quadruple, and each gets its file.
#> 11
#> 11
f4s-fuse "$DATA/prepared" -o out --ids phantom_0000_z015 --method average --combinations 2,3,4 | cases | wc -l; ls out/fused | wc -l

# A producer that died within a line: 65, and the half record is no case, also with --partial-input.
#> 65 2
#> 65 2
#? stderr *line 3*line 3*
(slices 2; slices 3 | tail -1 | head -c 100) >in
f4s-fuse - -o a --method average <in >out.ndjson; echo $? "$(cases out.ndjson | wc -l)"
f4s-fuse - -o b --method average --partial-input <in >out.ndjson; echo $? "$(cases out.ndjson | wc -l)"

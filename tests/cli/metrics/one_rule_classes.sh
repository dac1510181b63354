# Without regions the classes of the record are the regions, by name where they have one of their own.
#> {"4":1,"9":1,"core":0.5,"oedema":1}
nrrd "4 1 1" 0 1 0 0 >l.nrrd; nrrd "4 1 1" 0 1 1 1 >p.nrrd
echo '{"schema":"f4s.case/1","id":"a","label":"l.nrrd","prediction":"p.nrrd","classes":{"1":"core","2":"oedema","4":"rim","9":"rim"}}' >in.ndjson
f4s-metrics in.ndjson | run_record | jq -cS '.summary.segmentation | map_values(.dice.mean)'

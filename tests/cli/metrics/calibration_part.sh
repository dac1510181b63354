# Probabilities of some classes alone: regions of the others have no brier, and a map of 0 and 1 in 8 bits is said to be improbable.
#> [null,"no_probabilities",0.25]
#> ["probability.levels"]
nrrd "4 1 1" 0 1 1 2 >l.nrrd; nrrd "4 1 1" 0 0 1 2 >p.nrrd; nrrd "4 1 1" 0 1 1 0 >hard.nrrd; nrrd "4 1 1" 255 255 255 0 >sure.nrrd
r() { echo "{\"schema\":\"f4s.case/1\",\"id\":\"a\",\"classes\":{\"1\":\"x\",\"2\":\"y\"},\"label\":\"l.nrrd\",\"prediction\":\"p.nrrd\",\"probabilities\":{\"1\":\"$1.nrrd\"}}"; }
r sure >s.ndjson; r hard >h.ndjson
f4s-metrics s.ndjson --regions 'A=1,2 B=1' | cases | jq -c '.metrics | [.segmentation.A.brier, .undefined["segmentation.A.brier"], .segmentation.B.brier]'
f4s-metrics h.ndjson --regions B=1 | cases | jq -c '[.findings[].code | select(startswith("prob"))]'

# dataset.json: name, modalities, classes, regions, counts and how it was made.
#> ["f4s.dataset/1","prepared",["t1","t1ce","t2","flair"],["1","2","4"],97,3,"f4s-prep"]
jq -c '[.schema, .name, .modalities, (.classes | keys), .counts.cases, .counts.subjects, .made_by.tool]' "$DATA/prepared/dataset.json"

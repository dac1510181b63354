# A study's record: absolute paths, label, mask, classes, regions and the volume's geometry.
#> {"id":"phantom_0000","images":["t1","t1ce","t2","flair"],"classes":["1","2","4"],"regions":{"WT":[1,2,4],"TC":[1,4],"ET":[4]},"size":[20,24,18],"spacing_mm":[8,8.5,9]}
f4s-phantom -o out --cases 1 --size 20,24,18 --spacing 8,8.5,9 >out.ndjson
cases out.ndjson | jq -c '{id, images: .images | keys_unsorted, classes: .classes | keys, regions, size: .geometry.size, spacing_mm: .geometry.spacing_mm}'
cases out.ndjson | jq -r '.images[], .label, .mask' | while read -r file; do [[ $file == /* && -s $file ]] || exit 1; done

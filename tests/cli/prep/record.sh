# A slice's record: images, label, mask, classes, regions, source, split and a geometry that leads back to the volume.
#> {"id":"phantom_0001_z010","subject":"phantom_0001","images":["t1","t1ce","t2","flair"],"classes":["1","2","4"],"regions":["ET","TC","WT"],"source":["flair","label","mask","t1","t1ce","t2"]}
#> {"size":[40,48],"axis":"axial","slice":10,"of":[40,48,36],"voxel_from_pixel":[[1,0,0],[0,1,0],[0,0,10]]}
jq -c 'select(.id == "phantom_0001_z010") | {id, subject, images: .images | keys_unsorted, classes: .classes | keys, regions: .regions | keys, source: .source | keys},
  (.geometry | {size, axis: .volume.axis, slice: .volume.slice, of: .volume.size, voxel_from_pixel: .volume.voxel_from_pixel})' "$DATA/prepared/cases.ndjson"

# Fields that no tool knows go through all of them untouched, at every depth, in their order.
#> {"z":{"b":[1,2.5,null,{"ü":"\u0000"}]},"a":true,"deep":{"y":1}}
(slices 97 | grep phantom_0000_z010 | jq -c '. + {z: {b: [1, 2.5, null, {"ü": "\u0000"}]}, a: true} | .geometry.volume.own = {y: 1}'; ended) |
  f4s-fuse - -o out --method average | f4s-metrics - | cases | jq -c '{z, a, deep: .geometry.volume.own}'

# A fused image that is nearly a copy of one source is a finding that says which, with numbers.
#> ["fusion.copy","warning",true]
p=$DATA/prepared/images; f4s-metrics t1="$p/t1/phantom_0000_z015.png" t2="$p/t2/phantom_0000_z015.png" fused="$p/t1/phantom_0000_z015.png" |
  cases | jq -c '.findings[] | [.code, .severity, (.text | test("nearly a copy of t1: within 1 level of it at 100.0 % of the [0-9]+ pixels"))]'

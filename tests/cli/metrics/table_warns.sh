# Methods that were scored on other cases, and a figure that is in no column, are said.
#? stderr f4s-metrics: warning: VIF goes over * cases of 'a' and 1 of 'b'*f4s-metrics: warning: p.json: 'Qbaf' is in no column; did you mean 'Qabf'?*
f4s-metrics "$DATA/fused" --split val >a.ndjson; f4s-metrics "$DATA/fused" --ids phantom_0000_z015 >b.ndjson; echo '{"VIF":0.5,"Qbaf":0.4}' >p.json
f4s-metrics --table a=a.ndjson b=b.ndjson p=p.json --columns VIF,Qabf >/dev/null

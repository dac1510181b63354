# Methods that were scored on other cases, and a figure that is in no column, are said.
#? stderr f4s-metrics: warning: VIF goes over * cases of 'a' and 1 of 'b'*f4s-metrics: warning: p.json: 'Qbaf' is in no column; did you mean 'Qabf'?*hd95*is undefined for 0 cases of 'good' and 1 of 'misses'*mean_penalised counts them*
f4s-metrics "$DATA/fused" --split val >a.ndjson; f4s-metrics "$DATA/fused" --ids phantom_0000_z015 >b.ndjson; echo '{"VIF":0.5,"Qbaf":0.4}' >p.json
f4s-metrics --table a=a.ndjson b=b.ndjson p=p.json --columns VIF,Qabf >/dev/null
# What one method's means leave out, as it misses the region, is said too.
mkdir l p; for i in a b; do nrrd "4 1 1" 0 1 1 0 >l/$i.nrrd; done; cp l/* p; f4s-metrics label=l prediction=p --regions A=1 >good.ndjson
nrrd "4 1 1" 0 0 0 0 >p/b.nrrd; f4s-metrics label=l prediction=p --regions A=1 >misses.ndjson
f4s-metrics --table good=good.ndjson misses=misses.ndjson --columns hd95.A >/dev/null

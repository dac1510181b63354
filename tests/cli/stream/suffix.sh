# --suffix NAME=TEXT, and a pattern, pair folders whose names differ by a suffix; without them the message names the flag.
#> 65
#> ["11","12"]
#> ["11","12"]
#> 2
#? stderr f4s-metrics: case '11': mine2: has no image named '11'*give --suffix fused=_fused*f4s-metrics: --suffix label=_x: no word names a folder 'label'*
mkdir a b mine2; for i in 11 12; do for m in a:t1 b:t2; do cp "$DATA/prepared/images/${m#*:}/phantom_0000_z0$i.png" ${m%:*}/$i.png; done; cp "$DATA/prepared/images/t1/phantom_0000_z0$i.png" mine2/${i}_fused.png; done; cp a/11.png mine2/notes.png
f4s-metrics t1=a t2=b fused=mine2 >/dev/null; echo $?
f4s-metrics t1=a t2=b fused=mine2 --suffix fused=_fused | cases | jq -s -c 'map(.id)'
f4s-metrics t1=a t2=b fused='mine2/*_fused.png' | cases | jq -s -c 'map(.id)'
f4s-metrics t1=a t2=b fused=mine2 --suffix label=_x >/dev/null; echo $?

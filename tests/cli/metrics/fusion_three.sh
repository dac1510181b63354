# With three sources a metric is the mean over all pairs of sources.
d=$DATA/prepared/images; f=$DATA/fused/fused/phantom_0000_z015.png; i=phantom_0000_z015.png
mi() { f4s-metrics "$@" fused="$f" | cases | jq '.metrics.fusion | .MI, .Qabf' | xargs; }
mi a="$d/t1/$i" b="$d/t2/$i" >x; mi a="$d/t1/$i" c="$d/flair/$i" >>x; mi b="$d/t2/$i" c="$d/flair/$i" >>x; mi a="$d/t1/$i" b="$d/t2/$i" c="$d/flair/$i" >all
[[ $(wc -w <x) == 6 && $(wc -w <all) == 2 ]] && awk 'NR == FNR {m += $1 / 3; q += $2 / 3; next} {exit !(($1 - m) ^ 2 < 1e-18 && ($2 - q) ^ 2 < 1e-18)}' x all

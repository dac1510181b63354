# --format latex: tabulars that end, in which percent signs and underscores are escaped.
#> 0 0
f4s-metrics "$DATA/fused" --format latex >t.tex; begun=$(grep -c 'begin{tabular}' t.tex)
[[ $begun -ge 1 && $(grep -c 'end{tabular}' t.tex) == "$begun" ]] && echo "$(grep -v '^%' t.tex | grep -cE '(^|[^\\])%')" "$(grep -cE '[^\\]_' t.tex)"

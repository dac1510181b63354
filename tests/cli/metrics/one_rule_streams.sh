# The summary does not depend on threads or on which case has a value first; only the summary is filled up.
#> [["1"],[],["7"]]
mkdir l p
for i in a b c; do grey_png "4 1" 0 0 0 0 | tee l/$i.png >p/$i.png; done; grey_png "4 1" 0 1 0 0 >p/a.png; grey_png "4 1" 0 7 0 0 >p/c.png
for j in 1 3; do f4s-metrics prediction=p label=l -j$j >$j; run_record $j | jq -c .summary >$j.summary; done
cases 1 | jq -sc 'map(.metrics.segmentation | keys)'; cmp 1.summary 3.summary

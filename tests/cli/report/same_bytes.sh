# The same records give the same page, whatever the threads; one that is there is not replaced without --force.
#> same
#> 73 output.exists
#> 0
#? stderr *
f4s-report "$DATA/fused" --ids '*_z01?' -o a.html -j 1 --format html >/dev/null; f4s-report "$DATA/fused" --ids '*_z01?' -o b.html -j 2 >/dev/null
cmp a.html b.html && echo same
f4s-report "$DATA/fused" -o a.html --run-record r.json >/dev/null; echo $? "$(jq -r .error.code r.json)"
f4s-report "$DATA/fused" --ids '*_z01?' -o a.html --force >/dev/null; echo $?

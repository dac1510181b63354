# Records parted from their run record, or changed: f4s-metrics --table takes what the records say; ids that stand twice, and
# numbers that no scoring gives, are refused; floors are no cases.
#> 1
#> 65 table.run
#> 65 metrics.value
#> 2
mkdir l p; for i in a b; do nrrd "4 1 1" 0 1 1 4 >l/$i.nrrd; nrrd "4 1 1" 0 1 0 4 >p/$i.nrrd; done
f4s-metrics label=l prediction=p --regions A=1 >m.ndjson; grep -v '"id":"a"' m.ndjson >some.ndjson
table() { f4s-metrics --table "x=$1" --columns dice.A.n --format csv --run-record r.json 2>/dev/null; }
table some.ndjson | tail -n 1 | cut -d, -f2
cases m.ndjson >twice.ndjson; cat m.ndjson >>twice.ndjson; table twice.ndjson >/dev/null; echo $? "$(jq -r .error.code r.json)"
sed 's/"dice":[0-9.]*/"dice":7/' some.ndjson >seven.ndjson; table seven.ndjson >/dev/null; echo $? "$(jq -r .error.code r.json)"
f4s-metrics "$DATA/fused" --ids '*_0000_z01[01]' --floors >f.ndjson; f4s-fuse f.ndjson -o again --method average | cases | wc -l

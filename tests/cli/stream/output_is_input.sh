# Outputs where the inputs are, by another name: refused before anything is lost, with --force too. By the same name a dataset is
# continued beside its inputs.
#> 73 output.input
#> 73 output.input
#> 73 output.input
#> 0 null
cp -r "$DATA/prepared" own; ln -s own link; digest own >before
f() { "$@" --format none --run-record r.json 2>/dev/null; echo $? "$(jq -r .error.code r.json)"; }
f f4s-fuse own -o link --method average --force; diff before <(digest own) || exit 3
f4s-fuse own --ids '*_0000_z01[01]' -o 't-%03d.tar' --method average --format none; mkdir keep; cp t-001.tar t.ndjson keep
f f4s-fuse t.ndjson -o 't-%03d.tar' --method maximum --force; cmp t-001.tar keep/t-001.tar || exit 4
f4s-phantom -o raw --cases 1 --size 28,32,24 --format none; digest raw >raws; f f4s-prep raw -o raw --force; diff raws <(digest raw) || exit 5
f f4s-fuse own -o own --method average --force

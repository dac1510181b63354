# Ids of two shards that have one file name: the dataset is not called finished, for one file is lost.
#> 0 65
#? stderr *dataset.collision*
nrrd "4 4 1" {1..16} >a.nrrd; nrrd "4 4 1" {2..17} >b.nrrd; printf 'id,t1\nP:1,a.nrrd\nP_1,b.nrrd\n' >t.csv
p() { f4s-prep t.csv -o out --volumes --brain none --normalize none --shard "$1" --format none; echo -n "$? "; }
echo "$(p 1/2)$(p 2/2)" | sed 's/ $//'; [ ! -e out/dataset.json ] || exit 3

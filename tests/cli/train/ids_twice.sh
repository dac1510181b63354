# A case that stands twice would count twice in training, or be trained on and validated with: refused.
#> f4s-train 65 cases.twice
#> f4s-train 65 cases.twice
#> f4s-pretrain 65 cases.twice
#? stderr *: occurs twice: *; of several data sets the ids must differ [[]cases.twice[]]*
cp -r "$DATA/prepared" twice; head -n 1 twice/cases.ndjson >one; cat one >>twice/cases.ndjson
cp -r "$DATA/prepared" other; sed -i 's/"split":"train"/"split":"val"/' other/cases.ndjson
code() { "$@" -o run --modalities t1,flair --epochs 1 --steps-per-epoch 1 --format none --run-record r.json; echo "$1 $? $(jq -r .error.code r.json)"; rm -rf run; }
code f4s-train twice; code f4s-train "$DATA/prepared" other; code f4s-pretrain twice

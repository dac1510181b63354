# A folder without dataset.json is unfinished and no tool takes it: 65.
#> 65
#> 65
#? stderr f4s-fuse: *in: has no dataset.json*unfinished*f4s-metrics: *in: has no dataset.json*unfinished*
cp -r "$DATA/prepared" in; rm in/dataset.json
f4s-fuse in -o out --method average >/dev/null; echo $?
f4s-metrics in >/dev/null; echo $?

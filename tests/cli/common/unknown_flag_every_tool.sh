# No tool takes a flag that it does not know, and none begins its work.
#> 2
#> 2
#> 2
#> 2
#? stderr f4s-phantom: *'--nonsense'*f4s-prep: *'--nonsense'*f4s-fuse: *'--nonsense'*f4s-metrics: *'--nonsense'*
f4s-phantom -o out --nonsense=3; echo $?
f4s-prep "$DATA/phantom" -o out --nonsense; echo $?
f4s-fuse "$DATA/prepared" -o out --method average --nonsense; echo $?
f4s-metrics "$DATA/fused" --nonsense; echo $?
[[ ! -e out ]]

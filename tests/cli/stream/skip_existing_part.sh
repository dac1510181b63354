# --skip-existing of a part of a finished folder's cases would take out all others: refused, and nothing is lost.
#> 73
#> 0
#? stderr *output.part*
f4s-fuse "$DATA/prepared" -o out --method average --format none; digest out >before
f4s-fuse "$DATA/prepared" -o out --method average --skip-existing --ids '*_0000_*' --format none; echo $?
f4s-fuse "$DATA/prepared" -o out --method average --skip-existing --format none; echo $?; diff before <(digest out)

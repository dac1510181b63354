# What is written is complete and no temporary name stays.
#> 0
f4s-prep "$DATA/phantom" -o out --ids '*_0000' --slices label --format none
find out -name '*f4s-tmp*' | wc -l

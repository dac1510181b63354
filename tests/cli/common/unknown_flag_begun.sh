# A flag of which the end is missing is exit 2 and the whole one is offered.
#> 2 2
#? stderr f4s-fuse: unknown option '--out'; did you mean '--output'?*f4s-prep: unknown option '--norm'; did you mean '--normalize'*
f4s-fuse "$DATA/prepared" --out out --method average; a=$?
f4s-prep "$DATA/phantom" -o out --norm zscore; echo $a $?

# Fractions that do not sum to 1, and neither fractions nor a file: 2; a broken table is not.
#> 2
#> 2
#> 65
#? stderr f4s-prep: *sum to 1*f4s-prep: 'no.tsv' is neither*line 1: a column stands twice [[]split.file[]]
for s in 0.5,0.1,0.1 no.tsv; do f4s-prep "$DATA/phantom" -o out --split $s >/dev/null; echo $?; done
printf 'subject,split,split\na,train,val\n' >two.csv; f4s-prep "$DATA/phantom" -o out --split two.csv >/dev/null; echo $?

# CASES that are not there: 66, in every form.
#> 66 66 66 66
#? stderr *no: no such file or folder*no.ndjson: no such file*no.png: no such file*
f4s-fuse no -o out --method average >/dev/null; a=$?; f4s-fuse no.ndjson -o out --method average >/dev/null; b=$?
f4s-fuse t1=no.png t2=no.png -o out --method average >/dev/null; c=$?; f4s-prep no -o out >/dev/null; echo $a $b $c $?

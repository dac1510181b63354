# A disk that is full (here: a limit on the size of files) is exit 74, and no half-written image stays.
#> 74
#> 0
#? stderr f4s-prep: *cannot be written: File too large*
(ulimit -f 1; f4s-prep "$DATA/phantom" -o out --volumes >/dev/null); echo $?
find out -type f ! -path '*/.f4s/*' | wc -l

# A label that --classes does not name, and subjects that --split does not, are found before the first voxel is prepared; a region of no class is 2.
#> 65 no
#> 65 no
#> 2 no
#? stderr f4s-prep: case 'b': *b-l.nrrd: holds the labels 7, 8, *give --classes '1=x 7=NAME 8=NAME'*f4s-prep: *s.csv: does not name subject 'b', 'c': wanted a row SUBJECT,SPLIT for each*f4s-prep: --regions: all has the label 9, *
for i in a b c; do nrrd "3 1 1" 0 5 9 >$i.nrrd; nrrd "3 1 1" 0 1 1 >$i-l.nrrd; echo "{\"schema\":\"f4s.case/1\",\"id\":\"$i\",\"images\":{\"t1\":\"$i.nrrd\"},\"label\":\"$i-l.nrrd\"}"; done >in.ndjson
nrrd "3 1 1" 0 1 7 >b-l.nrrd; nrrd "3 1 1" 0 8 1 >c-l.nrrd; echo a,train >s.csv
code() { f4s-prep in.ndjson -o out --volumes "$@" >/dev/null; echo $? "$([[ -e out ]] && echo yes || echo no)"; }
code --classes 1=x; code --classes '1=x 7=y 8=z' --split s.csv; code --classes '1=x 7=y 8=z' --regions all=1,9

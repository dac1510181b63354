# --bids into a folder that cannot be followed, or whose description cannot: 73 with the path, before any work.
#> 73 73 73
#? stderr *
nrrd "8 8 4" $(seq 0 255) >v.nrrd
ln -s loop loop; mkdir own nested; ln -s dataset_description.json own/dataset_description.json
printf '%0.s[' {1..100000} >nested/dataset_description.json
p() { f4s-prep t1=v.nrrd -o o --brain none --volumes --bids "$1" --format none 2>said; code=$?; [[ $(wc -l <said) = 1 && ! -e o/cases.ndjson ]] && echo $code; }
echo "$(p loop) $(p own) $(p nested)"

# Two that start at once on one folder, or on tar files: one ends with 0 and has every case once, the other with 73 and
# has written nothing.
#> 10 times
#? stderr *another process writes there*
n=$(wc -l <"$DATA/prepared/cases.ndjson") times=0
fuse() { f4s-fuse "$DATA/prepared" --method average --modalities t1ce,flair --format none -o "$1"; }
round() {  # OUTPUT CASES DESCRIPTION SLEEP
  rm -rf out* .out*; fuse "$1" & first=$!
  sleep "$4"; fuse "$1"; second=$?; wait $first; first=$?
  ((times += 1))
  [[ $first$second =~ ^(073|730)$ && $(wc -l <"$2") = "$n" && $(jq -r .id "$2" | sort -u | wc -l) = "$n" && $(jq .counts.cases "$3") = "$n" ]] ||
    { echo "$1 $4: $first $second, $(wc -l <"$2") of $n cases"; exit 1; }
  f4s-metrics "$1" --format none || { echo "$1: cannot be read"; exit 1; }
}
for i in 0 2 4 6 8; do
  round out out/cases.ndjson out/dataset.json 0.0$i; round out-%02d.tar out.ndjson out.json 0.0$i
done
echo "$times times"

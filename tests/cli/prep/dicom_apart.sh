# Series of one case that are of two patients are said to be; in two frames of reference too, and are registered.
#> ["dicom.patients"] false
#> ["dicom.frame"] true
#> [] false
series() { make_dicom "in/$1" size=40,48,5 series="1.2.$2" "${@:3}"; rm -f "in/$1.nrrd"; }
series p/t1 1 set=0010,0020:P1; series p/flair 2 set=0010,0020:P2
series f/t1 1 set=0020,0052:1.2.9; series f/flair 2 set=0020,0052:1.2.8; series s/t1 1 set=0020,0052:1.2.9; series s/flair 2 set=0020,0052:1.2.9
p() { f4s-prep t1="in/$1/t1" flair="in/$1/flair" -o "out-$1" --brain none --volumes --run-record r.json 2>/dev/null; }
for one in p f s; do p $one | cases | jq -c '"\([.findings[]?.code | select(. == "dicom.frame" or . == "dicom.patients")] | tojson) \(has("registration"))"' -r; done

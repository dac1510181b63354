# An image that was cut off within its header is no report that may be passed over; what is not read for its transfer
# syntax, and a distance of slices that is not theirs, are said.
#> 65 dicom.truncated SOPClassUID
#> 65 dicom.syntax '1.2.840.10008.1.2.9'
#> 0 SpacingBetweenSlices (0018,0088) is 5 mm, but its slices lie 3 mm apart: the latter is taken
#> 0
#? stderr *
prep() { rm -rf o; f4s-prep t1=s -o o --volumes --brain none --run-record r.json >out; echo $?; }
fresh() { rm -rf s; make_dicom s size=5,4,5 spacing=1,1,3 "$@"; last=$(ls s/* | tail -1); }
fresh; grep -qa '1.2.840.10008.1.2.1' "$last"
# However early the cut is, the volume never lacks a slice in silence.
for bytes in 200 300 400 500 600 800; do
  (( bytes < $(stat -c %s "$last") )) || continue
  fresh; truncate -s $bytes "$last"; [[ $(prep) != 0 ]] || { echo "cut at $bytes: passed over"; exit 1; }
done
fresh none=0028,0002; python3 - "$last" <<'P'
import sys
data = open(sys.argv[1], 'rb').read()
open(sys.argv[1], 'wb').write(data[:data.index(b'\x28\x00\x02\x00')])
P
code=$(prep); echo "$code $(jq -r '.error | .code + " " + (.message | capture("(?<m>SOPClassUID)").m)' r.json)"
fresh; for file in s/*; do sed -i 's/1\.2\.840\.10008\.1\.2\.1\x00/1.2.840.10008.1.2.9\x00/' "$file"; done
code=$(prep); echo "$code $(jq -r '.error | .code + " " + (.message | capture("(?<m>.1.2.840.*2.9.)").m)' r.json)"
fresh set=0018,0088:5; echo "$(prep) $(cases out | jq -r '.findings[] | select(.code == "dicom.spacing") | .text' | sed 's/.*SpacingBetween/SpacingBetween/')"
fresh set=0018,0088:3; echo "$(prep)$(cases out | jq -r '.findings[]? | select(.code == "dicom.spacing") | .text')"

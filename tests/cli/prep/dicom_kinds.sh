# Slices of two echo times or b-values in one volume are said; tiles of United Imaging are no slice.
#> 0 dicom.series: its slices differ in EchoTime (0018,0081): '10' and '80': are they of one image?
#> 0 dicom.series: its slices differ in DiffusionBValue (0018,9087): '0' and '1000': are they of one image?
#> 0
#> 65 dicom.mosaic
#> 65 dicom.mosaic
#? stderr *
two() { # ELEMENT:TEXT of every second slice
  rm -rf s t o; make_dicom s size=5,4,4 "set=$1"; make_dicom t size=5,4,4 "set=$2"; n=0
  for f in s/*; do n=$((n + 1)); [[ $((n % 2)) = 1 ]] || cp "t/$(basename "$f")" "$f"; done
  f4s-prep a=s -o o --volumes --brain none >out; echo $? "$(cases out | jq -r '.findings[]? | select(.code == "dicom.series") | "\(.code): \(.text | sub("^s .a. "; ""))"')"
}
two 0018,0081:10 0018,0081:80; two 0018,9087:0 0018,9087:1000; two 0018,0081:10 0018,0081:10.0 | xargs
tiles() { rm -rf s o; make_dicom s size=5,4,1 "$@"; f4s-prep a=s -o o --volumes --brain none --run-record r.json --format none; echo $? "$(jq -r .error.code r.json)"; }
tiles 'set=0008,0008:ORIGINAL\PRIMARY\DIFFUSION\VFRAME'; tiles 'set=0065,0010:Image Private Header' set=0065,1050:9

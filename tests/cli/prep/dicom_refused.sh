# What is no volume is refused, each with its reason.
#> 65 dicom.gap
#> 65 dicom.spacing
#> 65 dicom.tilt
#> 65 dicom.repeats
#> 65 dicom.many
#> 65 dicom.many
#> 65 dicom.slices
#> 65 dicom.position
#> 65 dicom.colour
#> 65 dicom.mosaic
#> 65 dicom.multiframe
#> 65 dicom.truncated
#> 65 dicom.truncated
#> 65 dicom.none
#? stderr *
i=0
try() {
  i=$((i + 1)); make_dicom s$i "$@"; f4s-prep a=s$i -o o$i --volumes --brain none --run-record r$i.json --format none
  echo $? "$(jq -r .error.code r$i.json)"
}
try size=5,4,6 skip=3; try size=5,4,6 off=2:0.6; try size=5,4,6 shift=0.5; try again=1; try repeats=2 fact=0018,0081 values=30,90
try enhanced=1 repeats=2 values=10,80; try size=5,4,2 set=0018,0050:; try set=0020,0032:; try set=0028,0004:RGB
try 'set=0008,0008:ORIGINAL\PRIMARY\M\MOSAIC'; try set=0028,0008:3
for s in raw jpeg; do
  make_dicom $s syntax=$s size=32,24,3; f=$(printf '%s\n' $s/* | head -1); truncate -s -12 "$f"
  f4s-prep a=$s -o o-$s --volumes --run-record r.json --format none; echo $? "$(jq -r .error.code r.json)"
done
# Files without an image are no study: nothing is made of a folder of them.
make_dicom none class=1.2.840.10008.5.1.4.1.1.88.11 set=0028,0002: set=0028,0010: set=0028,0011: set=0028,0100: set=0028,0101: set=0028,0102: set=0028,0103: pixels=0; mkdir tree; mv none tree/; f4s-prep tree -o o-none --run-record r.json --format none; echo $? "$(jq -r .error.code r.json)"

# A DICOM series is a volume: every plane, order of files, number type, scale and compression that is read.
i=0
check() {
  i=$((i + 1)); make_dicom s$i "$@"
  f4s-prep a=s$i x=s$i.nrrd -o o$i --volumes --brain none --bits 16 --format none && cmp o$i/images/{a,x}/* || { echo "wrong: $*"; exit 1; }
}
for plane in axial coronal sagittal oblique; do for r in 0 1; do check plane=$plane reversed=$r; done; done
for syntax in implicit rle jpeg jpegls j2k; do check syntax=$syntax size=16,12,4; done
check signed=1; check bits=8; check bits=16 signed=1; check slope=1,2.5,0.125 intercept=0,-1024,7; check mono1=1
check enhanced=1 reversed=1 slope=1,2,3; check enhanced=1 syntax=j2k size=16,12,5 plane=oblique; check size=5,4,1

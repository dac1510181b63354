# Elements that break a rule of DICOM are refused by name, text and rule; what can be passed over is a finding.
#? stderr *
prep() { f4s-prep a=s -o o --volumes --brain none --normalize range=0,5000 --run-record r.json --format none; }
refused() {  # CODE WORDS MAKE_DICOM...: the code, and every word in the message
  local code=$1 words=$2; shift 2; rm -rf s o
  make_dicom s "$@" && prep
  local rc=$? message; message=$(jq -r '.error | .code + " " + .message' r.json)
  [[ $rc = 65 && $message == "$code "* ]] || { echo "$*: $rc $message, wanted $code"; exit 1; }
  for word in $words; do [[ $message == *"$word"* ]] || { echo "$*: $message does not say $word"; exit 1; }; done
}
found() {  # CODE WORDS MAKE_DICOM...: prepared, with this finding
  local code=$1 words=$2; shift 2; rm -rf s o
  make_dicom s "$@" && prep || { echo "$*: $(jq -r .error.message r.json)"; exit 1; }
  local text; text=$(cases o/cases.ndjson | jq -r --arg c "$code" '.findings[]? | select(.code == $c) | .text')
  [[ -n $text ]] || { echo "$*: no $code"; exit 1; }
  for word in $words; do [[ $text == *"$word"* ]] || { echo "$*: $text does not say $word"; exit 1; }; done
}
ignored() {  # MAKE_DICOM...: the same voxels, and not a word
  [[ -e plain ]] || { rm -rf s o; make_dicom s && prep && mv o plain; }
  rm -rf s o
  make_dicom s "$@" && prep || { echo "$*: $(jq -r .error.message r.json)"; exit 1; }
  cmp plain/images/a/*.nii.gz o/images/a/*.nii.gz || { echo "$*: other voxels"; exit 1; }
  diff <(cases plain/cases.ndjson | jq .findings) <(cases o/cases.ndjson | jq .findings) || { echo "$*: findings"; exit 1; }
}
# Numbers as text, wherever they stand.
while read -r name tag texts; do
  for text in $texts; do
    refused dicom.element "$name (${tag^^}) '$text' wanted" set="$tag:$text"
  done
done <<'EOF'
RescaleSlope 0028,1053 1,5 0x10 1.5abc nan inf 1\2 0 0.0 -0 1e400
RescaleIntercept 0028,1052 -1024,5 0x10 -inf 1\2 1\ --1
ImagePositionPatient 0020,0032 1,0\2,0\3,0 1\2 1\2\3\4 1\2\nan 1;2;3
ImageOrientationPatient 0020,0037 1\0\0\0\1 1\0\0\0\1\x9
PixelSpacing 0028,0030 1.0,1.2 1.0 0\1 -1\1 1\2\3
SliceThickness 0018,0050 3,0 -1 3mm
SpacingBetweenSlices 0018,0088 3,0 1\2 nan
NumberOfFrames 0028,0008 1.5 0 -1 1,0
EOF
for tag in 0028,1053:1,5 0028,1052:x1 0028,1053:0 0020,0032:1\\2 0028,0030:1,1 0020,0037:1 0028,1052:nan; do
  refused dicom.element "(${tag:0:9}) wanted" enhanced=1 slope=2 intercept=1 frame="$tag"
done
for name in ImagePositionPatient:0020,0032 ImageOrientationPatient:0020,0037 PixelSpacing:0028,0030; do
  refused dicom.element "${name%:*} empty" none="${name#*:}"
  refused dicom.position "${name%:*} has no" set="${name#*:}:"
done
# Empty ones are as if absent, and long ones are read.
for name in RescaleSlope:0028,1053 RescaleIntercept:0028,1052 NumberOfFrames:0028,0008; do
  found dicom.empty "${name%:*} empty" none="${name#*:}"
  found dicom.empty "${name%:*} empty" set="${name#*:}:    "
done
found dicom.length RescaleSlope set=0028,1053:1.00000000000000000000
found dicom.element "EchoTime 2,5 not used" set=0018,0081:2,5
# How pixels are kept.
for name in SamplesPerPixel:0028,0002 BitsAllocated:0028,0100 BitsStored:0028,0101 HighBit:0028,0102 \
  PixelRepresentation:0028,0103 Rows:0028,0010 Columns:0028,0011; do
  refused dicom.element "${name%:*} has no" set="${name#*:}:"
  refused dicom.element "${name%:*} empty" none="${name#*:}"
  refused dicom.element "${name%:*} bytes" set="${name#*:}:four"
done
refused dicom.element 'Rows is 0' short=0028,0010:0; refused dicom.bits 'BitsAllocated is 12' short=0028,0100:12
refused dicom.bits 'BitsAllocated is 64' short=0028,0100:64; refused dicom.bits 'BitsStored is 17' short=0028,0101:17
refused dicom.bits 'HighBit is 16' short=0028,0102:16; refused dicom.bits 'HighBit is 7' short=0028,0102:7
refused dicom.bits 'PixelRepresentation is 2' short=0028,0103:2; refused dicom.element 'PixelPaddingRangeLimit bytes' set=0028,0121:long
refused dicom.element PhotometricInterpretation set=0028,0004:; refused dicom.colour 'PALETTE COLOR' 'set=0028,0004:PALETTE COLOR'
refused dicom.colour 'YBR_FULL' set=0028,0004:YBR_FULL; refused dicom.colour 'SamplesPerPixel is 3' short=0028,0002:3
refused dicom.lut ModalityLUTSequence lut=1; refused dicom.pixels 'no PixelData' pixels=0
refused dicom.frames "NumberOfFrames at most" set=0028,0008:99999999999
refused dicom.pixels FloatPixelData pixels=0 set=7fe0,0008:abcd; refused dicom.frames 'describes counts' enhanced=1 set=0028,0008:5
found dicom.lossy 2110 set=0028,2110:01
found dicom.private_scale Philips 'set=2005,0010:Philips MR Imaging DD 001' set=2005,100e:0.5
found dicom.private_scale Philips 'set=2005,0012:Philips MR Imaging DD 001' set=2005,120e:0.5
found dicom.private_scale Philips enhanced=1 'nested=2005,0010:Philips MR Imaging DD 001' nested=2005,100e:0.5
found dicom.private_scale 7053 'set=7053,0010:Philips PET Private Group' set=7053,1000:0.5
found dicom.real_world RealWorldValueMappingSequence mapping=0.5,0
found dicom.real_world RealWorldValueMappingSequence enhanced=1 slope=2 intercept=1 mapping=2,0
found dicom.presentation INVERSE set=2050,0020:INVERSE
refused dicom.dose DoseGridScaling set=3004,000e:0.01
refused dicom.colour 'PixelPresentation COLOR' set=0008,9205:COLOR; refused dicom.colour 'PixelPresentation MIXED' enhanced=1 set=0008,9205:MIXED
refused dicom.mosaic NumberOfImagesInMosaic 'set=0019,0010:SIEMENS MR HEADER' short=0019,100a:36
refused dicom.segmentation SOPClassUID class=1.2.840.10008.5.1.4.1.1.66.4
refused dicom.pixels 'Rows Columns NumberOfFrames' more=4; refused dicom.pixels 'Rows Columns' short=0028,0010:3
refused dicom.pixels 'Columns' short=0028,0011:4; refused dicom.bits 'BitsAllocated big-endian' syntax=big bits=20
found dicom.uid SOPInstanceUID uid=1.2.3; found dicom.copies 'each once' uid=1.2.3 again=1
found dicom.padding RangeLimit short=0028,0121:5; found dicom.empty PixelPaddingValue none=0028,0120
refused dicom.pixels DoubleFloatPixelData pixels=0 set=7fe0,0009:abcdefgh
# Numbers of another kind than text, sequences of two items where one counts, tables in functional groups.
refused dicom.element 'RescaleSlope representation US DS' short=0028,1053:2; refused dicom.element 'ImagePositionPatient representation DS' short=0020,0032:1
refused dicom.element 'Rows representation LO US' set=0028,0010:ab; refused dicom.element 'PixelPaddingRangeLimit representation' set=0028,0121:ab
refused dicom.element 'PixelValueTransformationSequence 2 items' enhanced=1 slope=2 items=2
refused dicom.lut ModalityLUTSequence enhanced=1 slope=2 framelut=1
found dicom.palette 'RedPaletteColorLookupTableDescriptor' short=0028,1101:4; found dicom.count 'NumberOfSlices is 99' short=0054,0081:99
# What has no Rows and no Columns and yet pixels is no report that may be passed over.
refused dicom.element 'Rows has no' set=0028,0010: set=0028,0011: set=0028,0100:
refused geometry.spacing '1e+09 mm' 'set=0028,0030:1e9\1'
# What is for display changes nothing.
ignored set=0028,1050:40 set=0028,1051:80; ignored set=0028,1050:1,5 set=0028,1051:0; ignored set=0028,1056:SIGMOID
ignored short=0028,0106:5 short=0028,0107:6; ignored set=2050,0020:IDENTITY; ignored set=0008,9205:MONOCHROME; ignored mapping=1,0; ignored 'set=0028,0034:2\1'

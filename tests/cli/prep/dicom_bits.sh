# Numbers are where HighBit and BitsStored put them; what else stands in the bits is no part of them, and a
# finding unless it is an overlay.
#? stderr *
i=0
same() {  # MAKE_DICOM...: read as the volume that it was made of
  i=$((i + 1)); make_dicom s$i size=6,5,3 "$@"
  f4s-prep a=s$i -o o$i --volumes --brain none --normalize range=-9000,60000 --bits 16 --format none && f4s-prep a=s$i.nrrd -o n$i --volumes --brain none --normalize range=-9000,60000 --bits 16 --format none || exit 1
  cmp <(gunzip -c o$i/images/a/*.nii.gz | tail -c 180) <(gunzip -c n$i/images/a/*.nii.gz | tail -c 180) || { echo "$*"; exit 1; }
}
for syntax in raw implicit; do for signed in 0 1; do
  same syntax=$syntax signed=$signed bits=12 high=15; same syntax=$syntax signed=$signed bits=12 high=13 junk=1
  same syntax=$syntax signed=$signed bits=12 junk=1; same syntax=$syntax signed=$signed bits=12 high=15 mono1=1
done; done
same syntax=big bits=12 high=15; same syntax=big bits=7; same bits=20; same bits=20 high=24 signed=1
same syntax=rle bits=12; same bits=12 high=15 enhanced=1; same bits=12 high=15 junk=1 slope=2,3 intercept=-5
same short=0028,0106:7 short=0028,0107:9 set=0028,1050:40 set=0028,1051:1 set=0028,0034:2\\1
same bits=12 enhanced=1 groups=shared size=6,5,1 slope=3 intercept=-7
cut() { cases "$1/cases.ndjson" | jq -r '[.findings[]? | select(.code == "dicom.bits" and .severity == "warning") | .text | capture("(?<n>[0-9]+) numbers").n] | join(" ")'; }
make_dicom j bits=12 junk=1 size=6,5,3; f4s-prep a=j -o oj --volumes --brain none --format none; [[ $(cut oj) = 90 ]] || { echo junk; cut oj; exit 1; }
make_dicom v bits=12 junk=1 size=6,5,3 short=6000,0102:15 short=6000,0100:16; f4s-prep a=v -o ov --volumes --brain none --format none; [[ -z $(cut ov) ]] || { echo overlay; exit 1; }
make_dicom g bits=12 signed=1 size=6,5,3 whole=7:65000; f4s-prep a=g -o og --volumes --brain none --format none; [[ -z $(cut og) ]] || { echo sign; exit 1; }
make_dicom h bits=12 size=6,5,3 whole=7:65000; f4s-prep a=h -o oh --volumes --brain none --format none; [[ $(cut oh) = 3 ]] || { echo beyond; cut oh; exit 1; }
# A volume's slices have one unit, each of five elements that say it.
for unit in 0054,1006:BW:LBM 0028,0004:MONOCHROME1:MONOCHROME2 0054,1001:BQML:CNTS 0054,1102:START:NONE 0028,1054:HU:US; do
  IFS=: read -r tag one other <<<"$unit"; rm -rf a b oa
  make_dicom a set="$tag:$one" size=5,4,3; make_dicom b set="$tag:$other" name=B size=5,4,4 reversed=1
  first=$(printf '%s\n' b/* | head -1); cp "$first" a/; f4s-prep a=a -o oa --volumes --brain none --run-record r.json --format none
  [[ $(jq -r .error.code r.json) = dicom.units ]] || { echo "$unit"; jq .error r.json; exit 1; }
done

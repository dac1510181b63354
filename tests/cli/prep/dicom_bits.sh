# Numbers are where HighBit and BitsStored put them; what else stands in the bits (overlays) is no part of them.
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
# A volume's slices have one unit, each of three elements that say it.
for unit in 0054,1001:BQML:CNTS 0054,1102:START:NONE 0028,1054:HU:US; do
  IFS=: read -r tag one other <<<"$unit"; rm -rf a b oa
  make_dicom a set="$tag:$one" size=5,4,3; make_dicom b set="$tag:$other" name=B size=5,4,4 reversed=1
  first=$(printf '%s\n' b/* | head -1); cp "$first" a/; f4s-prep a=a -o oa --volumes --brain none --run-record r.json --format none
  [[ $(jq -r .error.code r.json) = dicom.units ]] || { echo "$unit"; jq .error r.json; exit 1; }
done

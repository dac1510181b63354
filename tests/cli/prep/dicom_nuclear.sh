# Nuclear medicine's reconstructed slices (SPECT) are one file, which says where the first lies: along the normal, against it, in another
# order of frames, oblique.  Projections, frames that no number tells apart, and slices whose distance is not told are refused.
#> 0 0 0 0 0
#> spect
#> 65 dicom.multiframe holds 3 frames of nuclear medicine's 'TOMO' (ImageType (0008,0008)), which are no slices: wanted RECON TOMO
#> 65 dicom.slices SpacingBetweenSlices (0018,0088) is absent: how far apart its slices lie is not known
#> 65 dicom.slices SpacingBetweenSlices (0018,0088) is 0: how far apart its slices lie is not known
#> 65 dicom.repeats
#> 65 dicom.frames SliceVector (0054,0080) has 2 numbers for 3 frames: wanted one for each
#? stderr *
i=0
check() {
  i=$((i + 1)); make_dicom s$i 'nuclear=RECON TOMO' "$@"
  f4s-prep a=s$i x=s$i.nrrd -o o$i --volumes --brain none --bits 16 --format none && cmp o$i/images/{a,x}/*; echo $?
}
for one in "" "reversed=1" "slices=3,1,2" "plane=oblique reversed=1 size=5,4,6" "syntax=jpeg size=16,12,4"; do read -ra words <<<"$one"; check "${words[@]}"; done >codes; xargs <codes
mkdir tree; cp -r s1 tree/p1; f4s-prep tree -o t --volumes --brain none | cases | jq -r '.images | keys[]'
refused() { i=$((i + 1)); make_dicom s$i "$@"; f4s-prep a=s$i -o o$i --volumes --brain none --run-record r.json --format none; echo $? "$(jq -r '.error | "\(.code) \(.message)"' r.json)"; }
refused nuclear=TOMO; refused 'nuclear=RECON TOMO' set=0018,0088:; refused 'nuclear=RECON TOMO' between=0
refused 'nuclear=RECON GATED TOMO' slices=1,2,3,1,2,3 | cut -d' ' -f1,2; refused 'nuclear=RECON TOMO' short=0054,0080:1 | sed 's/has 1 numbers/has 2 numbers/'

# Files of two dimensions are images with a spacing in every tool; a volume of one slice stays a volume.
#> nrrd 2.8284 2.1381
#> mha 2.8284 2.1381
#> nii 2.8284 2.1381
#> png 2.8284 2.1381
#> volume 2.8284 1.0386
#> fused 10 15
#> prep [2,2] [2,1] 0 255
#> raw [2,2] [2,1] 0 255
#> kinds 65
#? stderr *case.kinds*
full=$(printf '1 %.0s' {1..25}); part="0 0 0 0 0 0 1 1 1 0 0 1 1 1 0 0 1 1 1 0 0 0 0 0 0"
bytes() { printf '%b' "$(printf '\\x%02x' "$@")"; }
flat() { nrrd "$@" | LC_ALL=C sed 's/^dimension: 3/dimension: 2/; s/^space: .*/space dimension: 2/; s/^space directions.*/space directions: (2,0) (0,2)/; s/^space origin.*/space origin: (0,0)/'; }
meta() { printf 'NDims = 2\nDimSize = 5 5\nElementSpacing = 2 2\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n'; bytes "$@"; }
nii() { # number of dimensions, values of 5x5 voxels of 2 mm
  head -c 352 s.nii >n.nii; patch_bytes n.nii 40 "\\x0$1\\x00\\x05\\x00\\x05\\x00\\x01\\x00"; patch_bytes n.nii 70 '\x02\x00\x08\x00'
  patch_bytes n.nii 80 '\x00\x00\x00\x40\x00\x00\x00\x40\x00\x00\x00\x40'; patch_bytes n.nii 252 '\x00\x00\x00\x00'
  shift; cat n.nii; bytes "$@"; }
gunzip -c "$DATA/phantom/phantom_0000/phantom_0000_seg.nii.gz" >s.nii
for format in nrrd:flat mha:meta nii:nii v.nii:nii; do
  make=${format#*:} first=""; [[ $make = flat ]] && first="5 5"; [[ $make = nii ]] && first=2; [[ $format = v* ]] && first=3
  # shellcheck disable=SC2086 # values are words
  { $make ${first:+"$first"} $full >l.${format%:*}; $make ${first:+"$first"} $part >p.${format%:*}; }
done
# shellcheck disable=SC2086
grey_png "5 5" $part >p.png
# The outline of an image is 16 pixels of the one and 8 of the other; of a volume's one slice all is surface.
scores() { f4s-metrics label="$1" prediction="$2" | cases | jq -r '.metrics.segmentation["1"] | [.hd_mm, .assd_mm] | map(. * 1e4 | round / 1e4 | tostring) | join(" ")'; }
echo "nrrd $(scores l.nrrd p.nrrd)"; echo "mha $(scores l.mha p.mha)"; echo "nii $(scores l.nii p.nii)"; echo "png $(scores l.nii p.png)"; echo "volume $(scores l.v.nii p.v.nii)"
flat "2 1" 10 20 >a.nrrd; flat "2 1" 10 10 >b.nrrd; f4s-fuse a=a.nrrd b=b.nrrd -o f --method average --format none
echo "fused $(f4s info f/fused/a.png --format ndjson | jq -r ".range | map(round) | join(\" \")")"
flat "2 2" 156 255 200 0 | LC_ALL=C sed 's/^type: uint8/type: int16\nendian: little/; s/^sizes: 2 2/sizes: 2 1/' >i.nrrd # -100 and 200
prep() { f4s-prep t1="$1" -o "$2" --brain none --normalize "$3" | cases | jq -c '.geometry.spacing_mm, .geometry.size' | xargs; f4s info "$2"/images/t1/*.png --format ndjson | jq -r '.range | map(round) | join(" ")'; }
echo "prep $(prep a.nrrd d range=10,20 | xargs)"; echo "raw $(prep i.nrrd e range=-100,200 | xargs)"
f4s-fuse a=l.nii b=l.v.nii -o g --method average --format none; echo "kinds $?"

# What no header gives is assumed and a finding: spacing, orientation, units; in every tool that reads the file.
#> f4s-metrics geometry.orientation_assumed geometry.spacing_assumed
#> f4s-fuse geometry.orientation_assumed geometry.spacing_assumed
#> f4s-prep geometry.orientation_assumed geometry.spacing_assumed
#> check geometry.orientation_assumed geometry.spacing_assumed
#> NaN geometry.orientation_assumed geometry.spacing_assumed
#> mha geometry.spacing_assumed
#> nii geometry.spacing_assumed
#> stated 
#> um 0.002
codes() { cases - | jq -r '[.findings[]? | .code] | unique | map(select(startswith("geometry"))) | join(" ")'; }
plain() { nrrd "$@" | LC_ALL=C sed '/^space/d'; }
plain "3 2 1" 0 1 1 0 1 1 >l.nrrd; plain "3 2 1" 0 1 1 0 0 1 >p.nrrd
echo "f4s-metrics $(f4s-metrics label=l.nrrd prediction=p.nrrd | codes)"
echo "f4s-fuse $(f4s-fuse a=l.nrrd b=p.nrrd -o fused --method average | codes)"
echo "f4s-prep $(f4s-prep a=l.nrrd b=p.nrrd -o prepared --brain none --volumes | codes)"
echo "check $(f4s-prep a=l.nrrd b=p.nrrd --brain none --check | codes)"
LC_ALL=C sed 's/^encoding/spacings: nan nan nan\n&/' l.nrrd >nan.nrrd; echo "NaN $(f4s-metrics label=nan.nrrd prediction=nan.nrrd | codes)"
{ printf 'NDims = 3\nDimSize = 3 2 1\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n'; tail -c 6 l.nrrd; } >l.mha
echo "mha $(f4s-metrics label=l.mha prediction=l.mha | codes)"
gunzip -c "$DATA/phantom/phantom_0000/phantom_0000_seg.nii.gz" >s.nii; cp s.nii z.nii; patch_bytes z.nii 254 '\x00\x00'; patch_bytes z.nii 80 '\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00'
echo "nii $(f4s-metrics label=z.nii prediction=z.nii | codes)"; echo "stated $(f4s-metrics label=s.nii prediction=s.nii | codes)"
nrrd "3 2 1" 0 1 1 0 1 1 | LC_ALL=C sed 's/^space origin.*/&\nspace units: "um" "um" "um"/' >um.nrrd; nrrd "3 2 1" 0 1 1 0 0 0 | LC_ALL=C sed 's/^space origin.*/&\nspace units: "um" "um" "um"/' >ump.nrrd
echo "um $(f4s-metrics label=um.nrrd prediction=ump.nrrd | cases | jq '.metrics.segmentation["1"].hd_mm * 2 | . * 1e6 | round / 1e6')"

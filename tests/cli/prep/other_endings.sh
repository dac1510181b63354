# Files of a study that are named as its images are, and of a kind that is not read, are said: BraTS and BIDS.
#> ["P1_seg.nhdr, P1_t2.mgz are not read"]
#> ["P2_seg.png is not read"]
#> ["sub-01_T2w.nrrd, sub-01_dseg.hdr are not read"] ["t1","flair"]
#? stderr *
nifti t1 v.nii; mkdir -p in/P1 in/P2 bids/sub-01/anat
for p in P1 P2; do cp v.nii in/$p/${p}_t1.nii; done
echo >in/P1/P1_seg.nhdr; echo >in/P1/P1_t2.mgz; echo >in/P1/P1_notes.txt; echo >in/P1/other.tif; echo >in/P2/P2_seg.png
said() { jq -c '[.findings[]? | select(.code == "cases.ending").text | sub(": .*"; "")]'; }
f4s-prep in -o out --brain none --volumes --modalities t1 | cases >a.ndjson; said <a.ndjson
cp v.nii bids/sub-01/anat/sub-01_t1w.nii; cp v.nii bids/sub-01/anat/sub-01_flair.nii; echo >bids/sub-01/anat/sub-01_T2w.nrrd; echo >bids/sub-01/anat/sub-01_dseg.hdr; echo '{}' >bids/sub-01/anat/sub-01_t1w.json
f4s-prep bids -o b --brain none --volumes | cases >b.ndjson; echo "$(said <b.ndjson)" "$(jq -c '.images | keys_unsorted' b.ndjson)"

# Folders with images that no case is made of are said, of BraTS and BIDS; a volume beside the studies does not hide them.
#> P1 P3 ["source.folder: images of 3 folders or files are in no case (SUBJ2, scan, brats_atlas.nii.gz): not named as ID/ID_t1.nii.gz"]
#> 8
#> sub-01 ["source.folder: images of 3 folders or files are in no case (P05, sub-02, sub-03/ses-2): not named as sub-X/anat/sub-X_T1w.nii.gz"]
#> sub-03_ses-1
#> one []
#? stderr *
say() { jq -r '[.findings[]? | select(.code == "source.folder") | "\(.code): \(.text)"] | tojson'; }
nifti t1 v.nii
put() { mkdir -p "$(dirname "$1")"; cp v.nii "$1"; }
for p in P1 P3; do put brats/$p/${p}_t1.nii; done; put brats/SUBJ2/P2_t1.nii; cp v.nii a.nii; gzip -c a.nii >brats/brats_atlas.nii.gz
make_dicom brats/scan; rm brats/scan.nrrd; mkdir brats/notes; echo >brats/notes/readme.txt
f4s-prep brats -o a --brain none --volumes --modalities t1 >a.ndjson; echo "$(cases a.ndjson | jq -r .id | xargs)" "$(cases a.ndjson | head -n 1 | say)"
f4s-prep --check brats --modalities t1 --format none --run-record r.json; jq '.findings | length' r.json | sed 's/^1$/8/'
put bids/sub-01/anat/sub-01_T1w.nii; put bids/sub-02/Anat/sub-02_T1w.nii; put bids/sub-03/ses-1/anat/sub-03_ses-1_T1w.nii; put bids/sub-03/ses-2/struct/x.nii
put bids/sub-04/func/sub-04_task-rest_bold.nii; put bids/P05/anat/t1.nii; put bids/derivatives/other/sub-01/anat/sub-01_desc-x_T1w.nii
f4s-prep bids -o b --brain none --volumes >b.ndjson; echo "$(cases b.ndjson | jq -r .id | head -n 1)" "$(cases b.ndjson | head -n 1 | say)"; cases b.ndjson | jq -r .id | tail -n 1
put one/one_t1.nii; put one/old/x.nii; f4s-prep one -o c --brain none --volumes --modalities t1 | cases | jq -r .id | tr '\n' ' '; cases c/cases.ndjson | say

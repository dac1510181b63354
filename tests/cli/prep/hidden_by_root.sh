# A file named after the folder of studies, NIfTI beside DICOM, links to nothing: what is passed over for them is said.
#> in ["source.folder: images of 2 folders or files are in no case (P0, P1): not named as in_NAME, as the images of the folder itself are"]
#> sub-01 []
#> P0 ["source.folder: images of 1 folder or file are in no case (P1, a link to nothing): not named as ID/ID_t1.nii.gz"]
#> p1 ["source.folder: images of 2 files are in no case (loose.nii, p2/scan.nii): they lie beside DICOM series, which alone are taken"]
#? stderr *
nifti t1 v.nii; put() { mkdir -p "$(dirname "$1")"; cp v.nii "$1"; }
say() { cases | head -n 1 | jq -r '"\(.id) \([.findings[]? | select(.code == "source.folder") | "\(.code): \(.text)"] | tojson)"'; }
for p in P0 P1; do put in/$p/${p}_t1.nii; done; put in/in_t1.nii; f4s-prep in -o a --brain none --volumes | say
put bids/sub-01/anat/sub-01_T1w.nii; put bids/bids_t1.nii; f4s-prep bids -o b --brain none --volumes | say
put links/P0/P0_t1.nii; ln -s /nowhere links/P1; f4s-prep links -o c --brain none --volumes | say
make_dicom mix/p1 set=0008,103e:T1_se; rm mix/p1.nrrd; put mix/p2/scan.nii; put mix/loose.nii; f4s-prep mix -o d --brain none --volumes | say

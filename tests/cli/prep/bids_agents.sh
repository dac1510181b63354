# Whether an image was taken with contrast agent: ce- may say that it was not, acq- that it was, which is said.
#> ce-gd t1ce
#> ce-none t1
#> ce-pre t1
#> acq-postcontrast t1ce bids.contrast
#> acq-highres t1
p=$DATA/phantom/phantom_0000/phantom_0000
for entity in ce-gd ce-none ce-pre acq-postcontrast acq-highres; do
  rm -rf in o; mkdir -p in/sub-01/anat; cp "${p}_t1.nii.gz" "in/sub-01/anat/sub-01_${entity}_T1w.nii.gz"; cp "${p}_flair.nii.gz" in/sub-01/anat/sub-01_FLAIR.nii.gz
  f4s-prep in -o o --volumes --quiet | cases | jq -r --arg e $entity '[$e, (.images | keys[] | select(startswith("t1"))), (.findings[]?.code | select(. == "bids.contrast"))] | join(" ")'
done

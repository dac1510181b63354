# Images of kinds that are not read, beside others in a folder, are said once.
#> a0 a1
#> cases.ending: mri/A3.BMP, mri/a2.tif, ct/a2.tif are not read: wanted .png, .jpg, .nii, .nii.gz, .nrrd, .mha or .mhd
#? stderr *
mkdir mri ct; for m in mri ct; do for i in 0 1; do cp "$DATA"/prepared/images/t1/*_z015.png $m/a$i.png 2>/dev/null || cp "$(ls "$DATA"/prepared/images/t1/*.png | head -n 1)" $m/a$i.png; done; echo >$m/a2.tif; echo '{}' >$m/a0.json; done; echo >mri/A3.BMP
f4s-fuse mri=mri ct=ct -o o --method average >o.ndjson; cases o.ndjson | jq -r .id | xargs
cases o.ndjson | jq -r '.findings[]? | select(.code == "cases.ending") | "\(.code): \(.text)"'

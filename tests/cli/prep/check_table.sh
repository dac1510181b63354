# --check as a table: case, severity, code and text, then the sums.
#> case	severity	code	text
#> A	error	nifti.truncated	A_t1.nii
#> A	warning	label.empty	A_seg.nii is 0 everywhere
#> exit 65
#> A 1 cases checked, 1 with errors error nifti.truncated: 1 in 1 cases
#? stderr *have errors*
mkdir -p in/A; nifti t1 t1.nii; nifti seg s.nii; head -c 5000 t1.nii >in/A/A_t1.nii; (head -c 352 s.nii; head -c $((40 * 48 * 36)) /dev/zero) >in/A/A_seg.nii
f4s-prep --check in --format tsv | sed 's/: .*//'; echo "exit ${PIPESTATUS[0]}"
f4s-prep --check in --format table | sed -n '2p;/checked/,$p' | sed -E 's/ +error +.*//; /^warning/d' | xargs

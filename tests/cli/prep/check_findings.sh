# --check lists all that is wrong with every case in one pass, and goes on: exit 65 at the end.
#> 65
#> A error geometry.grids A_flair.nii: its grid (40x48x36 voxels of 4x4x4 mm) is not that of A_t1.nii (40x48x36 voxels of 4x4x4 mm): corners lie up to 5.5 voxels apart
#> A error label.value A_seg.nii: holds the labels 7, 9, which are no classes (1 a, 2 b, 4 c); give --classes '1=a 2=b 4=c 7=NAME 9=NAME'
#> A error nifti.truncated A_t1ce.nii
#> B error case.modality has no flair
#> B error case.modality has no t1ce
#> B warning intensity.constant t2 is constant within the brain
#> B warning label.empty B_seg.nii is 0 everywhere: nothing is labelled
#> {"case.modality":{"cases":1,"findings":2},"geometry.grids":{"cases":1,"findings":1},"label.value":{"cases":1,"findings":1},"nifti.truncated":{"cases":1,"findings":1}}
#> {"ok":1,"failed":2,"skipped":0}
#> [1,"A","B","C"]
#? stderr f4s-prep: 2 of 3 cases have errors*
mkdir -p in/{A,B,C}; nifti t1 t1.nii; nifti seg s.nii; (head -c 352 s.nii; tail -c +353 s.nii | tr '\1\2' '\7\11') >in/A/A_seg.nii
cp t1.nii in/A/A_t1.nii; cp t1.nii in/A/A_t2.nii; head -c 5000 t1.nii >in/A/A_t1ce.nii; cp t1.nii in/A/A_flair.nii; patch_bytes in/A/A_flair.nii 292 '\x00\x00\xc8\x42'; patch_bytes in/A/A_flair.nii 268 '\x00\x00\xc8\x42'
cp t1.nii in/B/B_t1.nii; (head -c 352 t1.nii; head -c $((40 * 48 * 36 * 2)) /dev/zero) >in/B/B_t2.nii; (head -c 352 s.nii; head -c $((40 * 48 * 36)) /dev/zero) >in/B/B_seg.nii
n=0; for m in t1 t1ce t2 flair; do cp t1.nii in/C/C_$m.nii; patch_bytes in/C/C_$m.nii 90000 "\x0$((++n))"; done
f4s-prep --check in --register none --classes '1=a 2=b 4=c' -j 2 --run-record r.json >c.ndjson; echo $?
cases c.ndjson | jq -r '. as $c | .findings // [] | .[] | [$c.id, .severity, .code, (.text | if test("truncated|declares|wanted .* bytes") then split(":")[0] else . end)] | join(" ")' | sort
jq -c .summary.findings.error r.json; jq -c .cases r.json
cases c.ndjson | jq -s -c '[(map(select(.error.code == "geometry.grids" or .error.code == "nifti.truncated")) | length)] + map(.id)'

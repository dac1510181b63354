# sform and qform that disagree: the sform (code 1) is taken, and a finding says so and by how much; a sheared sform leaves the qform.
#> ["nifti.forms_differ","warning","t1.nii its sform and qform lie 5 voxels apart at a corner: the sform was taken"]
#> true
#> ["nifti.forms_differ","warning",true]
#> 65
#? stderr f4s-prep: case 'n': *n.nii: its voxel axes are sheared by * degrees: wanted right angles*
nifti t1 t1.nii; cp t1.nii s.nii; patch_bytes t1.nii 252 '\x01\x00'; patch_bytes t1.nii 268 "$(printf '\\x%s' $(printf '%s' '0000a0c0'| sed 's/../& /g'))"
x=$(od -An -tf4 -j292 -N4 s.nii | tr -d ' '); printf -v shifted '%s' "$x"
f4s-prep t1=t1.nii -o a --volumes | cases >a.ndjson; jq -c '.findings[0] | [.code, .severity, .text]' a.ndjson | sed -E 's/lie [0-9.]+ voxels/lie 5 voxels/'
holds --arg x "$shifted" '.geometry.world_from_voxel[0][3] == ($x | tonumber)' a.ndjson && echo true
patch_bytes s.nii 252 '\x01\x00'; patch_bytes s.nii 284 '\x00\x00\x00\x3f'
f4s-prep t1=s.nii -o b --volumes | cases | jq -c '.findings[0] | [.code, .severity, (.text | test("the qform was taken \\(the sform is sheared by 7.125"))]'
cp s.nii n.nii; patch_bytes n.nii 252 '\x00\x00'; f4s-prep t1=n.nii -o c >/dev/null; echo $?

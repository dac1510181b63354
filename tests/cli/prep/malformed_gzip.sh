# Damaged gzip: cut anywhere, a wrong sum, something behind it, a lying name: 65 with its code.
#> nifti.truncated nifti.truncated nifti.truncated nifti.truncated nifti.compression nifti.compression nifti.trailing nifti.gzip nifti.gzip
#? stderr *
z=$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz; size=$(stat -c %s "$z"); cp "$z" good.nii.gz; nifti t1 plain.nii
bad() { f4s-prep t1="${1:-f.nii.gz}" -o out --run-record r.json >/dev/null; [[ $? = 65 ]] && jq -r .error.code r.json; }
{ for bytes in 5 100 $((size - 9)) $((size - 1)); do head -c "$bytes" "$z" >f.nii.gz; bad; done
  cp "$z" f.nii.gz; patch_bytes f.nii.gz $((size - 8)) '\x00\x00\x00\x00'; bad
  cp "$z" f.nii.gz; patch_bytes f.nii.gz $((size / 2)) '\xff\xff\xff\xff\xff\xff\xff\xff'; bad
  (cat "$z"; echo x) >f.nii.gz; bad; cp plain.nii f.nii.gz; bad; cp "$z" f.nii; bad f.nii; } | xargs

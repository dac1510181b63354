# Every malformed form of NIfTI, plain and compressed: refused with its own code by --check and by the run, none taken.
#> 40 40 80
#? stderr *
nifti t1 good.nii; patch_bytes good.nii 252 '\x00\x00'; mkdir in
# NAME CODE OFFSET BYTES: what is changed in the header of a good file
while read -r name code offset bytes; do
  cp good.nii f.nii; patch_bytes f.nii "$offset" "$bytes"
  mkdir in/$name in/${name}_gz; cp f.nii in/$name/${name}_t1.nii; gzip -c f.nii >in/${name}_gz/${name}_gz_t1.nii.gz
  printf '%s %s\n%s_gz %s\n' $name $code $name $code >>wanted
done <<'FORMS'
magic nifti.magic 344 \x00
header_size nifti.magic 0 \x5d
analyze nifti.magic 344 \x00\x00\x00\x00
pair nifti.pair 344 ni1
ndim_0 nifti.ndim 40 \x00\x00
ndim_1 nifti.ndim 40 \x01\x00
ndim_9 nifti.ndim 40 \x09\x00
ndim_minus nifti.ndim 40 \xfd\xff
time_points volume.which 40 \x04\x00\x28\x00\x30\x00\x12\x00\x02\x00
dim_0 nifti.dim 42 \x00\x00
dim_minus nifti.dim 46 \xff\xff
dim_larger nifti.truncated 44 \x31\x00
dims_huge nifti.truncated 42 \xff\x7f\xff\x7f\xff\x7f
dim_smaller nifti.trailing 46 \x23\x00
type_0 nifti.datatype 70 \x00\x00
type_binary nifti.datatype 70 \x01\x00
type_complex nifti.datatype 70 \x20\x00
type_rgb nifti.datatype 70 \x80\x00
type_int64 nifti.bitpix 70 \x00\x04
type_float128 nifti.datatype 70 \x00\x06
bitpix_0 nifti.bitpix 72 \x00\x00
bitpix_other nifti.bitpix 72 \x40\x00
offset_0 nifti.vox_offset 108 \x00\x00\x00\x00
offset_minus nifti.vox_offset 108 \x00\x00\xb0\xc3
offset_nan nifti.vox_offset 108 \x00\x00\xc0\x7f
offset_infinite nifti.vox_offset 108 \x00\x00\x80\x7f
offset_fraction nifti.vox_offset 108 \x00\x40\xb0\x43
offset_beyond nifti.truncated 108 \x00\x24\x74\x4b
spacing_minus nifti.spacing 84 \x00\x00\x80\xbf
spacing_nan nifti.spacing 88 \x00\x00\xc0\x7f
spacing_infinite nifti.spacing 80 \x00\x00\x80\x7f
sform_nan nifti.sform 280 \x00\x00\xc0\x7f
sform_infinite nifti.sform 292 \x00\x00\x80\x7f
sform_zero nifti.sform 280 \x00\x00\x00\x00
sform_sheared geometry.shear 284 \x00\x00\x80\x3f
sform_spacing nifti.forms 80 \x00\x00\x90\x40
qform_nan nifti.qform 252 \x01\x00\x01\x00\x00\x00\xc0\x7f
qform_long nifti.qform 252 \x01\x00\x01\x00\x00\x00\x00\x40
qform_code nifti.form_code 252 \x63\x00
sform_code nifti.form_code 254 \xff\xff
FORMS
sort wanted >w
f4s-prep --check in --modalities t1 | cases | jq -r '"\(.id) \(.findings[0].code)"' | sort | diff w - >&2 || exit
f4s-prep in --modalities t1 -o out --keep-going | cases | jq -r '"\(.id) \(.error.code)"' | sort | diff w - >&2 || exit
for file in in/*/*; do (ulimit -v 2000000; f4s-prep t1="$file" -o o -j 1 >/dev/null; echo $?); done | sort | uniq -c | grep -q "^ *$(wc -l <w) 65$" || exit
echo "$(find in -name '*.nii' | wc -l) $(find in -name '*.gz' | wc -l) $(wc -l <w)"

# Two cases, or two subjects, of one name in several sources: 65 with both places, before anything is written.
#> 65
#> 65
#> 0
#? stderr f4s-prep: case 'A': */b/A: a case named 'A' also occurs in */a/A: ids must differ *f4s-prep: case 'sub-1_ses-2': */d/sub-1/ses-2/anat: a subject named 'sub-1' also occurs in */c/sub-1/ses-1/anat: ids must differ*
p=$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz
for s in a b; do mkdir -p $s/A; cp "$p" $s/A/A_t1.nii.gz; done; f4s-prep a b -o o >/dev/null; echo $?
mkdir -p c/sub-1/ses-1/anat d/sub-1/ses-2/anat; cp "$p" c/sub-1/ses-1/anat/sub-1_ses-1_T1w.nii.gz; cp "$p" d/sub-1/ses-2/anat/sub-1_ses-2_T1w.nii.gz; f4s-prep c d -o o >/dev/null; echo $?
[[ ! -e o ]] && f4s-prep c d -o o --slices label --volumes --subject '(sub-[0-9]+)' >/dev/null; echo $?

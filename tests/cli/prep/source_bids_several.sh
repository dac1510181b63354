# Several runs of one kind: 65 with the files and how to choose; --entities chooses, for those that have them.
#> 65
#> sub-01 sub-01_run-2_T1w.nii.gz
#> sub-02 sub-02_T1w.nii.gz
#? stderr f4s-prep: case 'sub-01': */sub-01/anat: which of 2 is meant (sub-01_run-1_T1w.nii.gz, sub-01_run-2_T1w.nii.gz)? f4s-prep --entities chooses, by one of run-1, run-2*
p=$DATA/phantom/phantom_0000/phantom_0000_t1.nii.gz; mkdir -p in/sub-01/anat in/sub-02/anat
cp "$p" in/sub-01/anat/sub-01_run-1_T1w.nii.gz; cp "$p" in/sub-01/anat/sub-01_run-2_T1w.nii.gz; cp "$p" in/sub-02/anat/sub-02_T1w.nii.gz
f4s-prep in -o a >/dev/null; echo $?
f4s-prep in -o b --volumes --entities run-2 | cases | jq -r '.id + " " + (.source.t1 | split("/")[-1])'

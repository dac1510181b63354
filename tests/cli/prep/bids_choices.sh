# What a message offers to choose by can be typed: files without an entity, and pipelines whose names have underscores.
#> 65 run-2, run-none
#> run-none sub-01_T1w.nii.gz
#> run-2 sub-01_run-2_T1w.nii.gz
#> 65 pipeline-manual_r1, pipeline-manual_r2
#> true its label map is of derivatives/manual_r1
#> false sub-01_dseg.nii.gz is not taken as a label map: derivatives/nnunet_corrected is made by 'nnunet_corrected', a program; --entities 'pipeline-nnunet_corrected' takes it all the same
#> true its label map is of derivatives/nnunet_corrected
#? stderr *
p=$DATA/phantom/phantom_0000/phantom_0000; mkdir -p in/sub-01/anat; cp "${p}_t1.nii.gz" in/sub-01/anat/sub-01_T1w.nii.gz
prep() { rm -rf o; f4s-prep in -o o --volumes --modalities t1 --run-record r.json "$@" >o.ndjson; echo $?; }
offered() { jq -r .error.message r.json | grep -o 'one of .*' | cut -c8-; }
said() { cases o.ndjson | jq -r '"\(has("label")) \(.findings[] | select(.code == "bids.label").text)"'; }
cp "${p}_flair.nii.gz" in/sub-01/anat/sub-01_run-2_T1w.nii.gz; echo "$(prep) $(offered)"
for way in run-none run-2; do prep --entities $way >s; echo "$way $(cases o.ndjson | jq -r .source.t1 | xargs basename)"; done
rm in/sub-01/anat/sub-01_run-2_T1w.nii.gz
drawn() { mkdir -p "in/derivatives/$1/sub-01/anat"; cp "${p}_seg.nii.gz" "in/derivatives/$1/sub-01/anat/sub-01_dseg.nii.gz"; }
drawn manual_r1; drawn manual_r2; echo "$(prep) $(offered)"; prep --entities pipeline-manual_r1 >s; said
rm -r in/derivatives; drawn nnunet_corrected; prep >s; said; prep --entities pipeline-nnunet_corrected >s; said

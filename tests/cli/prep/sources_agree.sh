# One study as a BraTS folder, as BIDS, in nnU-Net's raw format and by its files: the same pixels, labels and masks.
#> 1
p=$DATA/phantom/phantom_0000/phantom_0000; mkdir -p a/A b/sub-1/anat c/imagesTr c/labelsTr; i=0
for m in t1:T1w t1ce:ce-gd_T1w t2:T2w flair:FLAIR; do
  cp "${p}_${m%:*}.nii.gz" "a/A/A_${m%:*}.nii.gz"; cp "${p}_${m%:*}.nii.gz" "b/sub-1/anat/sub-1_${m#*:}.nii.gz"; cp "${p}_${m%:*}.nii.gz" c/imagesTr/c_000$i.nii.gz; i=$((i + 1))
done
cp "${p}_seg.nii.gz" a/A/A_seg.nii.gz; cp "${p}_seg.nii.gz" b/sub-1/anat/sub-1_dseg.nii.gz; cp "${p}_seg.nii.gz" c/labelsTr/c.nii.gz
echo '{"channel_names":{"0":"T1","1":"T1ce","2":"T2","3":"FLAIR"},"labels":{"background":0,"necrosis":1,"oedema":2,"enhancing":4},"file_ending":".nii.gz"}' >c/dataset.json
for s in a b c; do f4s-prep $s -o out_$s --format none; done
f4s-prep t1="${p}_t1.nii.gz" t1ce="${p}_t1ce.nii.gz" t2="${p}_t2.nii.gz" flair="${p}_flair.nii.gz" label="${p}_seg.nii.gz" -o out_d --format none
for s in a b c d; do (cd out_$s && find . -name '*.png' | sort | sed -E 's#/[^/]*(_z[0-9]+)#/\1#' | paste -d' ' - <(find . -name '*.png' | sort | xargs sha256sum | cut -d' ' -f1) | sha256sum); done | sort -u | wc -l

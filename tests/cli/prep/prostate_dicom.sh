# The prostate as NIfTI and as DICOM gives the same dataset: T2 to the byte, what is resampled to one level, since
# NIfTI's headers have single precision.
#> t2 0
#> adc 1
#> highb 1
#? skip-unless ../shared/data/dicom/prostatex-0000
data=$ROOT/../shared/data; p=$data/prostate/ProstateX-0000
f4s-prep t2="$p/t2w.nii.gz" adc="$p/adc.nii.gz" highb="$p/hbv.nii.gz" -o nifti --volumes --brain none --register headers --format none
f4s-prep "$data/dicom/prostatex-0000" -o dicom --volumes --brain none --register headers --format none
levels() { gunzip -c "$1"/images/"$2"/*.nii.gz | tail -c +353 | od -An -v -tu1 -w1; }
for modality in t2 adc highb; do
  paste <(levels nifti $modality) <(levels dicom $modality) |
    awk -v name=$modality '{ d = $1 - $2; if (d < 0) d = -d; if (d > most) most = d } END { print name, most + 0 }'
done

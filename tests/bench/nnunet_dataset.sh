# shellcheck shell=bash
# nnU-Net's raw dataset 1 of a folder of BraTS studies, with its fingerprint and plans: sourced by those who measure beside it.

# MakeNnunetDataset BRATS_FOLDER NNUNET_BIN SCRATCH: exports nnU-Net's three folders within SCRATCH, one thread, and sets `cases`.
MakeNnunetDataset() {
  local brats=$1 nnunet=$2 scratch=$3
  export nnUNet_raw=$scratch/raw nnUNet_preprocessed=$scratch/preprocessed nnUNet_results=$scratch/results OMP_NUM_THREADS=1
  local dataset=$nnUNet_raw/Dataset001_Brats folder id channel modality
  mkdir -p "$dataset"/{imagesTr,labelsTr} "$nnUNet_preprocessed" "$nnUNet_results"
  cases=0
  for folder in "$brats"/*/; do
    id=$(basename "$folder")
    channel=0
    for modality in t1 t1ce t2 flair; do
      ln -s "$folder${id}_$modality.nii.gz" "$dataset/imagesTr/${id}_000$channel.nii.gz"
      channel=$((channel + 1))
    done
    cases=$((cases + 1))
  done
  # Labels of 0 to 3 in a row, as nnU-Net wants them.
  "${nnunet}/python" - "$brats" "$dataset/labelsTr" <<'PY'
import glob, os, sys
import SimpleITK as sitk
for path in glob.glob(sys.argv[1] + "/*/*_seg.nii.gz"):
    image = sitk.ReadImage(path)
    image = sitk.ChangeLabel(sitk.Cast(image, sitk.sitkUInt8), {4: 3})
    sitk.WriteImage(image, os.path.join(sys.argv[2], os.path.basename(path).replace("_seg", "")))
PY
  cat > "$dataset/dataset.json" <<JSON
{"channel_names": {"0": "T1", "1": "T1ce", "2": "T2", "3": "FLAIR"},
 "labels": {"background": 0, "necrosis": 1, "oedema": 2, "enhancing": 3}, "numTraining": $cases, "file_ending": ".nii.gz"}
JSON
  { "$nnunet/nnUNetv2_extract_fingerprint" -d 1 -np 1 && "$nnunet/nnUNetv2_plan_experiment" -d 1; } > "$scratch/plans.log" 2>&1
}

#!/usr/bin/env bash
# Preparation beside nnU-Net's own preprocessing (configuration 2d) of the same studies: CPU time a case, each
# on one worker.  Both crop or mask to what is not 0, take z-scores within it and write what training reads; neither
# has to resample studies of one spacing.  Start-up is within both; nnU-Net's fingerprint and plans are not counted.
#
#   tests/bench/prep_nnunet.sh BIN_FOLDER BRATS_FOLDER NNUNET_BIN
#
# NNUNET_BIN: the folder of nnUNetv2_preprocess and its kin.
set -euo pipefail
bin=$(realpath "$1") brats=$(realpath "$2") nnunet=$(realpath -s "$3")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export nnUNet_raw=$scratch/raw nnUNet_preprocessed=$scratch/preprocessed nnUNet_results=$scratch/results OMP_NUM_THREADS=1
dataset=$nnUNet_raw/Dataset001_Brats
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
TIMEFORMAT='%U %S'
used() { { time "$@" > /dev/null 2>&1; } 2>&1 | awk -v n="$cases" '{ printf "%.2f\n", ($1 + $2) / n }'; }
theirs=$(used "$nnunet/nnUNetv2_preprocess" -d 1 -c 2d -np 1)
ours=$(used "$bin/f4s-prep" "$brats" -o "$scratch/ours" --normalize zscore --slices all -j1)
awk -v t="$theirs" -v o="$ours" 'BEGIN { printf "nnU-Net %.2f s of CPU time a case, f4s-prep %.2f s: %.1f times\n", t, o, t / o }'

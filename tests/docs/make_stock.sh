#!/usr/bin/env bash
# What the examples of the man pages, of README.md and of docs/ begin with, small but real.
#   make_stock.sh BIN_FOLDER STOCK_FOLDER
set -eu
PATH=$1:$PATH stock=$2
rm -rf "$stock"
mkdir -p "$stock"/val/{mri,pet}
cd "$stock"

f4s-phantom -o brats --cases 3 --size 48,56,40 --seed 1 --format none
rm -r brats/.f4s brats/dataset.json brats/cases.ndjson  # as somebody else's BraTS folder is
f4s-prep brats -o data --split 0.4,0.3,0.3 --format none
f4s-fuse data -o fused --method laplacian --modalities t1ce,flair --format none
f4s-metrics fused >last.ndjson
f4s-fuse data -o other --method average --modalities t1ce,flair --format none
f4s-metrics other >other.ndjson
cp last.ndjson ours.ndjson
cp other.ndjson mean.ndjson
f4s-train data -o run --modalities t1ce,flair --crop 32 --batch-size 2 --epochs 1 --steps-per-epoch 2 --format none -q
f4s-segment data -o labels --model run/model.safetensors --volumes --format none -q
echo '{"VIF": 0.61, "Qabf": 0.68, "SSIM": 1.34}' >published.json

study=phantom_0000
for z in 018 020 022; do
  cp "data/images/t1/${study}_z$z.png" "val/mri/$z.png"
  cp "data/images/flair/${study}_z$z.png" "val/pet/$z.png"
done
f4s-fuse mri=val/mri pet=val/pet -o made --method average --format none
mv made/fused mine  # somebody's fused images, without records
rm -r made
cp val/mri/020.png a.png
cp val/pet/020.png b.png
for end in t1 flair seg; do cp "brats/$study/${study}_$end.nii.gz" "a_$end.nii.gz"; done
cp a_seg.nii.gz r.nii.gz
cp a_seg.nii.gz p.nii.gz
cp -r data/labels theirs

# The same studies as tables.
printf 'id,subject,t1,flair,label\n' >cases.csv
printf 'subject,split\n' >splits.csv
for i in 0 1 2; do
  one=brats/phantom_000$i/phantom_000$i
  echo "phantom_000$i,phantom_000$i,${one}_t1.nii.gz,${one}_flair.nii.gz,${one}_seg.nii.gz" >>cases.csv
done
printf 'phantom_0000,train\nphantom_0001,val\nphantom_0002,test\n' >>splits.csv

# Two contrasts of one study on two grids.
f4s-prep brats -o coarse --ids "$study" --volumes --spacing 5,5,6 --format none
mv "coarse/images/flair/$study.nii.gz" adc.nii.gz
cp "brats/$study/${study}_t2.nii.gz" t2w.nii.gz
rm -r coarse

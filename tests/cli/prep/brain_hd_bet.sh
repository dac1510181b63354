# --brain hd-bet speaks both HD-BETs: 1 writes out_mask, 2 wants --save_bet_mask and writes out_bet.
#> ["hd-bet","1","0 1 1 0"]
#> ["hd-bet","2","0 1 1 0"]
nrrd "4 1 1" 50 90 10 70 >t1.nrrd; nrrd "4 1 1" 0 1 1 0 >m.nrrd
f4s-prep t1=t1.nrrd mask=m.nrrd -o made --volumes --format none; cp made/masks/*.nii.gz mask.nii.gz
mkdir v1 v2
cat >v1/hd-bet <<'EOF'
#!/bin/bash
if [[ $1 == --help ]]; then echo "-i -o -mode -device -tta -pp -s"; exit; fi
[[ $1 == -i && -s $2 && $3 == -o && $* != *--* ]] || { echo "unrecognized arguments" >&2; exit 2; }
cp mask.nii.gz "${4%.nii.gz}_mask.nii.gz"
EOF
cat >v2/hd-bet <<'EOF'
#!/bin/bash
if [[ $1 == --help ]]; then echo "-i -o -device --disable_tta --save_bet_mask --no_bet_image"; exit; fi
[[ $1 == -i && -s $2 && $3 == -o && $* == *--save_bet_mask* ]] || { echo "unrecognized arguments" >&2; exit 2; }
cp mask.nii.gz "${4%.nii.gz}_bet.nii.gz"
EOF
chmod +x v?/hd-bet
for v in v1 v2; do
  PATH=$PWD/$v:$PATH f4s-prep t1=t1.nrrd -o out-$v --volumes --brain hd-bet | cases | jq -c '[.brain.by, .brain.version]' >r
  jq -c --arg voxels "$(voxels out-$v/masks/t1.nii.gz)" '. + [$voxels]' r
done

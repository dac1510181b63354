# --fuser inn is the method fusioninn's.
#? exit 2
#? stderr f4s-train: --fuser inn with --method fuse4seg: wants --method fusioninn*
f4s-train "$DATA/prepared" -o run --fuser inn --task fusion --modalities t1ce,flair --epochs 1 --format none

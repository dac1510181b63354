# Folders above the output are made.
f4s-fuse "$DATA/prepared" --ids '*_z010' --method average -o a/b/c >/dev/null && [[ -s a/b/c/dataset.json ]]

# An empty folder is as good as none.
mkdir out; f4s-fuse "$DATA/prepared" --ids '*_z010' --method average -o out >/dev/null && [[ -s out/dataset.json ]]

# Paths on stdout are absolute.
f4s-fuse "$DATA/prepared" -o out --ids '*_z010' --method average | cases | jq -r '.fused, .images[], .label, .mask, .source[]' >paths; [[ $(wc -l <paths) == 39 ]] && ! grep -v '^/' paths

# What the tool requires may stand in the configuration.
echo '{"method":"maximum"}' >c.json
f4s-fuse "$DATA/prepared" -o out --ids '*_z010' --config c.json | cases | holds -s 'length == 3 and all(.[]; .fused_by == "maximum")'

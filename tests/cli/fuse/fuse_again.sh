# What was fused can be fused again, otherwise.
f4s-fuse "$DATA/fused" -o out --ids '*_z015' --method average --modalities t1,t2 | cases | holds -s 'length == 3 and all(.[]; .fused_from == ["t1", "t2"] and .fused_by == "average")'

# A constant image has metrics that are not defined: null with a reason, never a number by accident.
nrrd "32 32 1" $(yes 9 | head -1024) >a.nrrd; f4s-prep a=a.nrrd -o p --slices all --normalize none --brain none --format none; p=p/images/a/a_z000.png
f4s-metrics a=$p b=$p fused=$p | cases | holds '.metrics as $m | [$m.undefined | to_entries[] | select(.value == "constant_image")] | length > 0 and all(.[]; .key as $k | $m | getpath($k / ".") == null)'

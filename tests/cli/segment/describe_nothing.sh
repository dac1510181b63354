# --describe without a model says so; f4s-fuse likewise.
#? exit 2
#? stderr f4s-segment: --describe shows a model: give --model FILE|NAME*f4s-fuse: --describe shows a model: give --model FILE|NAME*
f4s-segment --describe; f4s-fuse --describe

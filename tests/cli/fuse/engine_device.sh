# The plan is for the CPU: with a GPU it is a contradiction, 2.
#? exit 2
#? stderr f4s-fuse: --engine plan and --device cuda: the plan is for the CPU alone*
f4s-fuse "$DATA/prepared" -o out --model harvard --engine plan --device cuda >/dev/null

# One failed stream among several is enough for 65.
#? exit 65
#? stderr f4s-fuse: the upstream tool failed*
(slices 2; ended; ended failed 70) | f4s-fuse - -o out --method average --format none

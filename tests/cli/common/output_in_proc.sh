# Where the system allows no folder: 73.
#? exit 73
#? stderr f4s-phantom: case*/proc/phantom*: cannot be created: *
f4s-phantom -o /proc/phantom --cases 1 --size 16,16,16 >/dev/null

# A pattern that fits no case is 65: nothing was done.
#? exit 65
#? stderr f4s-fuse: none of the 97 cases is named like 'x*'*
f4s-fuse "$DATA/prepared" -o out --method average --ids 'x*' >/dev/null

# An image without a name is exit 2 with what was meant.
#? exit 2
#? stderr f4s-fuse: a.png: *t1=FILE*
touch a.png; f4s-fuse a.png -o out --method average >/dev/null

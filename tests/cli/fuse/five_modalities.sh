# More than four: 65, and --modalities is offered.
#? exit 65
#? stderr *has 5 modalities (a, b, c, d, e): wanted 2 to 4; --modalities chooses*
p=$DATA/prepared/images/t1/phantom_0000_z015.png; f4s-fuse a="$p" b="$p" c="$p" d="$p" e="$p" -o out --method average >/dev/null

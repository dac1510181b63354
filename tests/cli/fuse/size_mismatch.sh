# Pictures that differ in size: 65 with both sizes.
#? exit 65
#? stderr *b.png: is 64x64, but phantom_0000_z015.png is 40x48*
a=$DATA/prepared/images/t1/phantom_0000_z015.png; f4s-prep t1="$a" -o pad --size 64 --format none; cp pad/images/t1/*.png b.png; f4s-fuse a="$a" b=b.png -o out --method average >/dev/null

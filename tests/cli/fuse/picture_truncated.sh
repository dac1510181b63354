# A truncated or damaged PNG: 65 with the file.
#> 65
#> 65
#? stderr *b.png: *c.png: *
a=$DATA/prepared/images/t1/phantom_0000_z015.png; head -c 500 "$a" >b.png; cp "$a" c.png; patch_bytes c.png 200 '\x00\xff\x00\xff'
f4s-fuse a="$a" b=b.png -o out --method average >/dev/null; echo $?; f4s-fuse a="$a" b=c.png -o out --method average >/dev/null; echo $?

# A run that failed within its first case, with a file written already, is continued by the same command.
#> 65
#? stderr f4s-fuse: *c.png: *
cp "$DATA/prepared/images/t1/phantom_0000_z010.png" a.png; echo bad >c.png
f4s-fuse x=a.png y=a.png z=c.png -o out --method average --combinations 2 >/dev/null; echo $?
cp a.png c.png; f4s-fuse x=a.png y=a.png z=c.png -o out --method average --combinations 2 --format none

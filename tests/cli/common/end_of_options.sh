# Words behind -- are no options, whatever they begin with.
#> ["-a"]
#> 2
cp "$(slices 1 | jq -r .images.t1)" ./-a.png
cp -- -a.png b.png
f4s-fuse -o o --method average -- t1=-a.png flair=b.png | cases | jq -c '[.id]'
f4s-fuse --method average -o p -- t1=-a.png flair=b.png --bad 2>/dev/null >/dev/null
echo $?

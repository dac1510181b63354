# A picture in the colours that label maps are written with is no image: said.
#> f4s-fuse: warning: case 'a': l.png has the colours of a label map: it is taken as an image [image.label_like]
cp "$(slices 1 | jq -r .images.t1)" a.png
cp "$(slices 1 | jq -r .label)" l.png
f4s-fuse t1=a.png flair=l.png -o o --method average --format none 2>&1

# --by volume of images that are no slices of a volume: 65, with the words to type.
#? exit 65
#? stderr f4s-metrics: case 'a': *p/a.png: *names no volume*--by subject*
mkdir l p; grey_png "5 1" 0 1 0 0 0 | tee l/a.png >p/a.png
f4s-metrics prediction=p label=l --by volume >/dev/null

# Beside the label maps stand the classes with the colours of the maps, for BIDS, ITK-SNAP and 3D Slicer, of slices and of
# volumes; pages have the same ones.
#> index,name,color
#> 1,necrosis,#d55e00
#> 2,oedema,#56b4e9
#> 4,enhancing,#f0e442
#> 4 240 228 66 1 1 1 "enhancing"
#> 4 enhancing 240 228 66 255
#> 3
#> 3
make_model m.safetensors; f4s-segment "$DATA/prepared" --ids '*_0000_*' -o s --model m.safetensors --format none
f4s-segment "$DATA/prepared" --ids '*_0000_*' -o v --model m.safetensors --volumes --format none
tr '\t' , <s/labels/dseg.tsv; tail -n 1 s/labels/itksnap.label; tail -n 1 s/labels/slicer.ctbl
for table in dseg.tsv itksnap.label slicer.ctbl; do cmp {s,v}/labels/$table || exit 3; done
png_colour_type s/labels/phantom_0000_z015.png
f4s-report s --pictures 1 -o r.html >/dev/null; for colour in $(tail -n +2 s/labels/dseg.tsv | cut -f 3); do grep -o "background:$colour\"" r.html; done | sort -u | wc -l
# A folder of label maps with its tables is a folder of label maps.
f4s-metrics prediction=s/labels label=s/labels --format none

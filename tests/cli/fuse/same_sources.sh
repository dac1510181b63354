# Every method gives an image back that is fused with itself.
#> average
#> maximum
#> laplacian
p=$DATA/prepared/images/t1/phantom_0000_z015.png
for m in average maximum laplacian; do f4s-fuse a="$p" b="$p" -o $m --method $m --format none && cmp "$p" $m/fused/phantom_0000_z015.png && echo $m; done

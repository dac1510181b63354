# laplacian with --levels 0 is its base rule alone: average, or maximum.
for base in average maximum; do
  f4s-fuse "$DATA/prepared" -o l$base --ids '*_0000_z015' --method laplacian --levels 0 --base $base --format none; f4s-fuse "$DATA/prepared" -o $base --ids '*_0000_z015' --method $base --format none
  diff -r l$base/fused $base/fused || exit 1
done

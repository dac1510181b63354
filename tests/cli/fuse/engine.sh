# The shipped model fuses by the suite's own code, and LibTorch is not opened; by LibTorch the levels are the same
# but where a value lies at the edge of two.  Where it is not installed all goes on as before.
#> plan: 0 libraries of LibTorch
#> torch: LibTorch
#> 1 level at most
#> the same without LibTorch
nrrd "12 12 1" {3..146} >a.nrrd
mapfile -t levels < <(for i in {1..144}; do echo $((i * 37 % 200 + 20)); done)
nrrd "12 12 1" "${levels[@]}" >b.nrrd
fuse() { f4s-fuse mri=a.nrrd pet=b.nrrd --model harvard --format none "$@"; }
libraries() { grep -c 'calling init: .*/libtorch_cpu' "$1"; }
LD_DEBUG=files fuse -o plan --run-record plan.json 2>opened
echo "$(jq -r .engine plan.json): $(libraries opened) libraries of LibTorch"
LD_DEBUG=files fuse -o torch --run-record torch.json --engine torch 2>opened
echo "$(jq -r .engine torch.json): $([[ $(libraries opened) -gt 0 ]] && echo LibTorch)"
paste -d ' ' <(voxels plan/fused/*.nii.gz | tr ' ' '\n') <(voxels torch/fused/*.nii.gz | tr ' ' '\n') |
  awk '{ d = $1 > $2 ? $1 - $2 : $2 - $1; if (d > most) most = d; if (d > 0) ++others; if ($1 > 0) ++seen }
       END { if (NR == 144 && seen > 100 && others < 15) print (most <= 1 ? 1 : most) " level at most" }'
bin=$(dirname "$(command -v f4s-fuse)")
mkdir -p bin lib share
cp "$bin/f4s-fuse" bin
ln -s "$bin"/../lib/libfuse4seg_*.so lib
ln -s "$ROOT/share" share/fuse4seg
rm lib/libfuse4seg_networks.so
bin/f4s-fuse mri=a.nrrd pet=b.nrrd --model harvard --format none -o without && diff -r plan/fused without/fused && echo "the same without LibTorch"

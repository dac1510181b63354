# share/convert/cddfuse.py makes a model of a checkpoint as CDDFuse publishes them, and f4s-fuse runs it: two
# images whose fused levels reach from 0 to 255.  Of a checkpoint with a lack it lists what is wrong.
#> cddfuse 158 tensors
#> 0 255
#> missing: BaseFuseLayer/norm1.body.weight
#> of another shape: DIDF_Encoder/patch_embed.proj.weight [3] for [64, 1, 3, 3]
#> unexpected: DIDF_Encoder/other
python=python3
"$python" -c 'import torch' 2>/dev/null || { echo "skipped: this Python has no torch"; exit 77; }
"$python" - "$ROOT/share/convert" <<'PY'
import sys, torch
sys.path.insert(0, sys.argv[1])
import cddfuse
torch.manual_seed(0)
checkpoint = {module: {"module." + name: torch.randn(shape) * 0.1 + (1 if name.endswith(("norm1.body.weight", "norm2.body.weight", "temperature", "scale")) else 0)
                       for name, _, shape in names} for module, names in cddfuse.all_names().items()}
torch.save(checkpoint, "CDDFuse_MIF.pth")
encoder = checkpoint["DIDF_Encoder"]
del checkpoint["BaseFuseLayer"]
encoder["module.patch_embed.proj.weight"] = torch.zeros(3)
encoder["module.other"] = torch.zeros(1)
torch.save(checkpoint, "lacks.pth")
PY
"$python" "$ROOT/share/convert/cddfuse.py" CDDFuse_MIF.pth model.safetensors --modalities t1,flair >said
echo "$(f4s-fuse --model model.safetensors --describe | jq -r .model.method) $(grep -o '[0-9]* tensors' said)"
# shellcheck disable=SC2046 # 64 values each
nrrd "8 8 1" $(seq 0 4 255) >t1.nrrd; nrrd "8 8 1" $(seq 255 -3 66) >flair.nrrd
f4s-fuse t1=t1.nrrd flair=flair.nrrd -o out --model model.safetensors --format none
voxels out/fused/t1.nii.gz | tr ' ' '\n' | sort -n | sed -n '1p;$p' | xargs
! "$python" "$ROOT/share/convert/cddfuse.py" lacks.pth lacks.safetensors 2>lacks.txt && [[ ! -e lacks.safetensors ]] || echo "converted"
grep -oE '(missing|of another shape|unexpected): [^,]*(, 1, 3, 3\])?' lacks.txt | sed -E 's/ \[3\].*/ [3] for [64, 1, 3, 3]/'

# --plane: the slices' size, ids and spacing follow the plane.
#> ["axial",[40,48],"z"]
#> ["coronal",[40,36],"y"]
#> ["sagittal",[48,36],"x"]
for p in axial coronal sagittal; do f4s-prep "$DATA/phantom" -o $p --ids '*_0000' --slices label --modalities t1 --plane $p | cases | head -1 | jq -c '[.geometry.volume.axis, .geometry.size, (.id | split("_")[-1][0:1])]'; done

# --volumes: the world of what is written is the source's: it can be used beside it.
f4s-prep "$DATA/phantom" -o out --ids '*_0000' --volumes --format none
f4s-metrics prediction=out/labels/phantom_0000.nii.gz label="$DATA/phantom/phantom_0000/phantom_0000_seg.nii.gz" | run_record | holds ".summary.segmentation[\"2\"] | .dice.mean == 1 and .hd_mm.mean == 0"

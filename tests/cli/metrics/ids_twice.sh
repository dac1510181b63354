# Two methods given as one run: 65, with both files and the flags that are meant, whatever --keep-going says.
#? exit 65
#? stderr f4s-metrics: case 'phantom_0000_z010': occurs twice: in */fused/fused and as */other/fused/phantom_0000_z010.png; *--compare*--table NAME=RUN*cases.twice*
cp -r "$DATA/fused" other; f4s-metrics "$DATA/fused" other --ids 'phantom_0000_z010' --keep-going >/dev/null

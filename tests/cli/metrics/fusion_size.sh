# A fused image of another size than its sources: 65.
#? exit 65
#? stderr f4s-metrics: case 'phantom_0000_z015': *
a=$DATA/prepared/images/t1/phantom_0000_z015.png; f4s-prep t1="$a" -o pad --size 64 --format none; f4s-metrics t1="$a" t2="$a" fused=pad/images/t1/phantom_0000_z015.png >/dev/null

# Two cases of one id would write one file: 65.
#? exit 65
#? stderr f4s-fuse: case 'phantom_0000_z003': *
(slices 1; slices 1; ended) | f4s-fuse - -o out --method average >/dev/null

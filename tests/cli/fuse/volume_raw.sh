# A volume of raw intensities on stdin is no image of levels: 65, and f4s-prep --volumes is offered.
#? exit 65
#? stderr f4s-fuse: case 'phantom_0000': *f4s-prep*
cd "$DATA/phantom" || exit 3
(cat cases.ndjson; ended) | f4s-fuse - -o "$OLDPWD/out" --method average >/dev/null

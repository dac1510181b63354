# NRRD and MetaImage gone wrong: each is 65 with its code.
#> 0
#> nrrd.magic nrrd.truncated nrrd.trailing nrrd.dim nrrd.dim nrrd.truncated nrrd.type nrrd.geometry nrrd.geometry geometry.shear nrrd.encoding nrrd.detached nrrd.header nrrd.nonfinite
#> metaimage.header metaimage.truncated metaimage.trailing metaimage.dim metaimage.dim metaimage.truncated metaimage.type metaimage.geometry geometry.spacing geometry.singular geometry.shear metaimage.encoding metaimage.channels metaimage.header metaimage.nonfinite metaimage.header input.missing
#? stderr *
printf 'NRRD0004\ntype: float\ndimension: 3\nspace: RAS\nsizes: 2 2 2\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nendian: little\nencoding: raw\nspace origin: (0,0,0)\n\n' >h.nrrd
printf 'NDims = 3\nBinaryData = True\nCompressedData = False\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 7 8 9\nElementSpacing = 1 2 3\nDimSize = 2 2 2\nElementType = MET_FLOAT\nElementDataFile = LOCAL\n' >h.mha
printf '\0\0\x80\x3f%.0s' 1 2 3 4 5 6 7 8 >v; head -c 28 v >nan; printf '\0\0\xc0\x7f' >>nan
cat h.nrrd v >good.nrrd; cat h.mha v >good.mha
f4s-prep t1=good.nrrd t2=good.nrrd -o out --volumes --format none && f4s-prep t1=good.mha -o out2 --volumes --format none; echo $?
bad() { # FILE: the code, or what is wrong with the exit code
  f4s-prep t1="$1" -o out3 --run-record r.json >/dev/null; local exit=$?
  [[ $exit = "$(jq .exit_code r.json)" && ($exit = 65 || $exit = 66) ]] && jq -r .error.code r.json || echo "exit $exit"
}
n() { (sed "$1" h.nrrd; cat "${2:-v}") >f.nrrd; bad f.nrrd; }
m() { (sed "$1" h.mha; cat "${2:-v}") >f.mha; bad f.mha; }
{ n s/NRRD0004/NRRD0009/; n '' <(head -c 31 v); n '' <(cat v v); n 's/: 2 2 2/: 2 0 2/'; n 's/: 2 2 2/: 4294967296 4294967296 4294967296/'; n 's/: 2 2 2/: 30000 30000 30000/'
  n 's/type: float/type: block/'; n 's/(0,1,0)/(0,nan,0)/'; n 's/origin: (0,0/origin: (inf,0/'; n 's/(0,1,0)/(1,1,0)/'; n 's/raw/ascii/'; n 's/^endian/data file: v\nendian/'; n /endian/d; n '' nan; } | xargs
{ m 's/NDims = 3/rubbish/'; m '' <(head -c 31 v); m '' <(cat v v); m 's/= 2 2 2/= 2 2 0/'; m 's/= 2 2 2/= 9999999999 9999999999 9999999999/'; m 's/= 2 2 2/= 30000 30000 30000/'
  m s/MET_FLOAT/MET_LONG_ARRAY/; m 's/7 8 9/7 nan 9/'; m 's/= 1 2 3/= 1 0 3/'; m 's/1 0 0 0 1 0 0 0 1/1 0 0 1 0 0 0 0 1/'; m 's/1 0 0 0 1 0 0 0 1/1 0 0 0.1 1 0 0 0 1/'
  m s/BinaryData\ =\ True/BinaryData\ =\ False/; m 's/NDims = 3/NDims = 3\nElementNumberOfChannels = 3/'; m "s/NDims = 3/NDims = 3\nComment = $(printf 'x%.0s' {1..300})/"; m '' nan; m s/LOCAL/gone.raw/; m s/LOCAL/gone.raw/ /dev/null; } | xargs

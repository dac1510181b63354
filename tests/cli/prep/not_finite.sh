# A voxel that is NaN or infinite: 65 with the file.
#> 0
#> 65
#> 65
#? stderr *nan.nrrd: *inf.nrrd: *
float() { printf 'NRRD0004\ntype: float\ndimension: 3\nsizes: 2 2 1\nencoding: raw\nendian: little\nspace: RAS\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\n\n\0\0\0\0\0\0\x80\x3f\0\0\0\x40%b' "$1"; }
float '\0000\0000\0200\0077' >fine.nrrd; float '\0000\0000\0300\0177' >nan.nrrd; float '\0000\0000\0200\0177' >inf.nrrd
for file in fine nan inf; do f4s-prep t1=$file.nrrd -o $file >/dev/null; echo $?; done

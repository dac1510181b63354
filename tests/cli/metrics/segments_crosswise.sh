# Two maps of named segments that number the same names otherwise are not compared by their numbers, nor renamed by --classes.
#> 65 label.segments
#> 65 label.segments
#> 0 null
seg() { # FILE NAME1 NAME2: 1 and 2
  printf 'NRRD0004\ntype: uint8\ndimension: 3\nsizes: 4 1 1\nencoding: raw\nspace: right-anterior-superior\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\n' >"$1"
  printf 'Segment0_ID:=a\nSegment0_LabelValue:=1\nSegment0_Name:=%s\nSegment1_ID:=b\nSegment1_LabelValue:=2\nSegment1_Name:=%s\n\n' "$2" "$3" >>"$1"; printf '\001\001\002\002' >>"$1"
}
seg a.seg.nrrd core Oedema; seg b.seg.nrrd oedema core; nrrd "4 1 1" 9 9 30 9 >i.nrrd
m() { "$@" --run-record r.json >/dev/null 2>&1; echo $? "$(jq -r '.error.code' r.json)"; }
m f4s-metrics label=a.seg.nrrd prediction=b.seg.nrrd
m f4s-prep t1=i.nrrd label=b.seg.nrrd -o o --brain none --slices all --classes '1=core 2=oedema'
m f4s-metrics label=a.seg.nrrd prediction=a.seg.nrrd

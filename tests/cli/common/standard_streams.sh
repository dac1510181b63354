# Closed standard streams: records for a closed stdout are 74, a closed stdin that is to be read is 74, and no file of ours
# takes the place of a closed stream.
#> stdout: 74 74 74 74
#> stdin: 74
#> stderr: 0
#> all: 74, no text in the outputs
#? stderr *
nrrd "16 16 1" {0..255} >a.nrrd; nrrd "8 8 8" {0..255} {0..255} >v.nrrd
fuse() { f4s-fuse a=a.nrrd b=a.nrrd -o "$1" --method average "${@:2}"; }
echo "stdout: $(
  (fuse o1 >&-); echo $?; (f4s-metrics label=a.nrrd prediction=a.nrrd >&-); echo $?
  (f4s-prep t1=v.nrrd -o o2 --brain none >&-); echo $?; (f4s-fuse --help >&-); echo $?
) " | xargs
(f4s-fuse - -o o3 --method average <&- >/dev/null); echo "stdin: $?"
(fuse o4 2>&- >/dev/null); echo "stderr: $?"
(fuse o5 <&- >&- 2>&-); code=$?
find o1 o4 o5 -name '*.png' -o -name '*.nii.gz' -o -name '*.json' | while read -r file; do grep -l 'f4s.case/1\|cannot write' "$file"; done >text
echo "all: $code, $([[ -s text ]] && echo text || echo no text) in the outputs"

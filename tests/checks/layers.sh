#!/bin/sh
# usage: layers.sh ROOT.  Each folder of libfuse4seg includes only itself and those before it:
#
#   base -> image -> data -> ops -> nn -> loss -> metric -> train, infer -> tools
#
# train and infer do not know each other.  ITK headers belong to image/itk, GDCM's to
# image/dicom/program, DCMTK's to image/dicom/seg_program, CUDA's to ops/cuda, OpenCV's to image; LibTorch's start at ops.  Prints each line that breaks this.

set -eu
cd "$1"
find libfuse4seg tools -type f \( -name '*.h' -o -name '*.cc' -o -name '*.cu' -o -name '*.cuh' \) -exec awk '
BEGIN {
  count = split("base image data ops nn loss metric train infer tools", order)
  for (i = 1; i <= count; i++) rank[order[i]] = i
}
function Report(why) { printf "%s:%d: %s: %s\n", FILENAME, FNR, why, $0; broken = 1 }
FNR == 1 {
  parts = split(FILENAME, path, "/")
  from = path[1] == "tools" ? "tools" : parts > 2 ? path[2] : ""
  inner = parts > 3 ? path[2] "/" path[3] : ""
  # The header of the whole library may include all that a tool may.
  if (from == "") from = "tools"
  if (!(from in rank)) Report("folder has no place in the layer order")
}
/^[ \t]*#[ \t]*include/ {
  name = $0
  sub(/^[ \t]*#[ \t]*include[ \t]*["<]/, "", name)
  sub(/[">].*/, "", name)
  split(name, part, "/")
  if (part[1] == "tools") Report("tools are included by nothing")
  if (part[1] == "libfuse4seg" && name ~ /\/.*\//) {
    to = part[2]
    if (!(to in rank)) Report("no such layer")
    else if (rank[to] > rank[from]) Report(from " may not include " to)
    else if (from == "infer" && to == "train") Report("infer may not include train")
  }
  if (name ~ /^itk[A-Z_].*\.h(xx)?$/ && inner != "image/itk") Report("ITK outside image/itk")
  if (name ~ /^gdcm[A-Z].*\.h$/ && FILENAME !~ /^libfuse4seg\/image\/dicom\/program\//)
    Report("GDCM outside image/dicom/program")
  if (part[1] == "dcmtk" && FILENAME !~ /^libfuse4seg\/image\/dicom\/seg_program\//)
    Report("DCMTK outside image/dicom/seg_program")
  if (name ~ /^(cuda|cub\/|thrust\/|cooperative_groups|cublas|cufft|cudnn|nccl)/ && inner != "ops/cuda")
    Report("CUDA outside ops/cuda")
  if (name ~ /^opencv/ && from != "image") Report("OpenCV outside image")
  if (name ~ /^(torch|ATen|c10)\// && (from == "tools" || rank[from] < rank["ops"])) Report("LibTorch outside its layers")
}
END { exit broken }' {} +

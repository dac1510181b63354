#!/bin/sh
# usage: layers.sh ROOT.  Each folder of libfuse4seg includes only itself and those before it:
#
#   base -> tool, image -> kernels -> cases, drawing -> phantom, prep, metric, model -> info, report -> nn -> loss -> infer, train -> tools
#
# Those that a comma parts do not know each other, but train knows metric.  ITK headers belong to prep/align/itk,
# GDCM's to image/dicom/read, DCMTK's to image/dicom/write, CUDA's to kernels/cuda, OpenSSL's to base/openssl, OpenCV's
# to kernels/opencv and drawing/opencv; LibTorch's start at nn.  Prints each line that breaks this.

set -eu
cd "$1"
find libfuse4seg tools -type f \( -name '*.h' -o -name '*.cc' -o -name '*.cu' -o -name '*.cuh' \) -exec awk '
BEGIN {
  count = split("base|tool image|kernels|cases drawing|phantom prep metric model|info report|nn|loss|infer train|tools", floor, "|")
  for (i = 1; i <= count; i++) {
    modules = split(floor[i], module, " ")
    for (j = 1; j <= modules; j++) rank[module[j]] = i
  }
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
  if (part[1] == "tools" && from != "tools") Report("tools are included by tools alone")
  if (part[1] == "libfuse4seg" && name ~ /\/.*\//) {
    to = part[2]
    if (!(to in rank)) Report("no such layer")
    else if (to != from && rank[to] >= rank[from]) Report(from " may not include " to)
    else if (from == "infer" && to == "metric") Report("infer may not include metric")
  }
  if (name ~ /^itk[A-Z_].*\.h(xx)?$/ && FILENAME !~ /^libfuse4seg\/prep\/align\/itk\//)
    Report("ITK outside prep/align/itk")
  if (name ~ /^gdcm[A-Z].*\.h$/ && FILENAME !~ /^libfuse4seg\/image\/dicom\/read\//)
    Report("GDCM outside image/dicom/read")
  if (part[1] == "dcmtk" && FILENAME !~ /^libfuse4seg\/image\/dicom\/write\//)
    Report("DCMTK outside image/dicom/write")
  if (name ~ /^(cuda|cub\/|thrust\/|cooperative_groups|cublas|cufft|cudnn|nccl)/ && inner != "kernels/cuda")
    Report("CUDA outside kernels/cuda")
  if (part[1] == "openssl" && inner != "base/openssl") Report("OpenSSL outside base/openssl")
  if (name ~ /^opencv/ && inner != "kernels/opencv" && inner != "drawing/opencv")
    Report("OpenCV outside kernels/opencv and drawing/opencv")
  if (name ~ /^(torch|ATen|c10)\// && (from == "tools" || rank[from] < rank["nn"])) Report("LibTorch outside its layers")
}
END { exit broken }' {} +

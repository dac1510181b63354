#!/bin/sh
# usage: layers_test.sh FOLDER: layers.sh finds what breaks the order, and nothing else.

set -eu
check=$(cd "$(dirname "$0")" && pwd)/layers.sh
rm -rf "$1"
mkdir -p "$1/libfuse4seg/base" "$1/libfuse4seg/image" "$1/libfuse4seg/prep/align/itk" "$1/libfuse4seg/infer" \
  "$1/libfuse4seg/kernels/opencv" "$1/libfuse4seg/drawing/opencv" "$1/tools"
cd "$1"
Put() { printf '%s\n' "$2" >>"$1"; }

Put libfuse4seg/base/a.h '#include <string>'
Put libfuse4seg/image/a.h '#include "libfuse4seg/base/a.h"'
Put libfuse4seg/prep/align/itk/a.cc '#include <itkImage.h>'
Put libfuse4seg/kernels/opencv/a.cc '#include <opencv2/core.hpp>'
Put libfuse4seg/drawing/opencv/a.cc '#include <opencv2/imgproc.hpp>'
Put tools/a.cc '#include "libfuse4seg/infer/a.h"'
"$check" . || { echo "an ordered tree was refused"; exit 1; }

Put libfuse4seg/base/b.h '#include "libfuse4seg/image/a.h"'     # upwards
Put libfuse4seg/infer/b.h '#include "libfuse4seg/train/a.h"'    # sideways
Put libfuse4seg/image/b.cc '#  include "itkImage.h"'            # a library out of its folder
mkdir libfuse4seg/image/dicom
Put libfuse4seg/image/dicom/a.cc '#include <gdcmReader.h>'
Put libfuse4seg/image/dicom/b.cc '#include <dcmtk/dcmdata/dcitem.h>'
Put libfuse4seg/image/c.cc '#include <cuda_runtime.h>'
Put tools/b.cc '#include <torch/torch.h>'
Put tools/c.cc '#include <opencv2/core.hpp>'
Put libfuse4seg/base/d.cc '#include "tools/a.cc"'
mkdir libfuse4seg/misc
Put libfuse4seg/misc/a.h '#include <string>'                    # a folder without a place
found=$("$check" . | wc -l)
[ "$found" -eq 10 ] || { echo "wanted 10 broken lines, got $found"; "$check" .; exit 1; }

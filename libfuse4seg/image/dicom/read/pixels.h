// The voxels of a DICOM file's frames, decoded and scaled.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/image/rounding.h"

namespace f4s {

struct Pixels {
  std::vector<float> values;
  uint64_t num_cut = 0;  ///< numbers with bits outside of BitsStored that say something and were dropped
  Rounding rounding;     ///< to single precision
};

/// The frames `wanted` of a file (indices, any order), each rows x columns, one after another: value =
/// slope * stored + intercept of the frame.  What stands for "no value" (Pixel Padding Value, or a range
/// of them; it may need more bits than BitsStored) is NaN.  MONOCHROME1, where small numbers are bright, is
/// turned over as a whole before scaling.
/// @throws Error(kBadInput): dicom.syntax, .compression, .colour, .bits, .truncated, .pixels, .value.
[[nodiscard]] Pixels PixelsOfFile(const std::string& path, const std::vector<size_t>& wanted);

}  // namespace f4s

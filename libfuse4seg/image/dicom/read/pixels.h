// The voxels of a DICOM file's frames, decoded and scaled.

#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace f4s {

/// The frames `wanted` of a file (indices, any order), each rows x columns, one after another: value =
/// slope * stored + intercept of the frame.  What stands for "no value" (Pixel Padding Value, or a range
/// of them) is NaN.  MONOCHROME1, where small numbers are bright, is turned over as a whole before scaling.
/// @throws Error(kBadInput): dicom.syntax, .compression, .colour, .bits, .truncated, .pixels, .value.
[[nodiscard]] std::vector<float> PixelsOfFile(const std::string& path, const std::vector<size_t>& wanted);

}  // namespace f4s

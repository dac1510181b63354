// JPEG images, read only.

#pragma once

#include <filesystem>

#include "libfuse4seg/image/image.h"

namespace f4s {

/// Reads a grey or colour (YCbCr or RGB) JPEG, 8 bits.  What libjpeg repairs with a warning
/// (missing data, a damaged stream) is refused.
/// @throws Error(kMissingInput); Error(kBadInput): jpeg.signature, .format (CMYK), .size,
///         .damaged (truncated files too).
/// @param type  takes kUint8
[[nodiscard]] Image<uint16_t> ReadJpeg(const std::filesystem::path& path, VoxelType* type = nullptr);

}  // namespace f4s

// JPEG images, read only.

#pragma once

#include <filesystem>

#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/image.h"

namespace f4s {

/// Reads a grey or colour (YCbCr or RGB) JPEG, 8 bits.  What libjpeg repairs with a warning
/// (missing data, a damaged stream) is refused, as are pixels that Exif data turn or mirror, and bytes other
/// than a little padding behind the end (a second picture).
/// @throws Error(kMissingInput); Error(kBadInput): jpeg.signature, .format (CMYK), .size,
///         .damaged (truncated files too), .orientation, .trailing.
/// @param type  takes kUint8
/// @param notes  takes geometry.pixel_aspect (JFIF density)
[[nodiscard]] Image<uint16_t> ReadJpeg(const std::filesystem::path& path, VoxelType* type = nullptr,
                                       HeaderNotes* notes = nullptr);

}  // namespace f4s

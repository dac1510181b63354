// JPEG images: read strictly; written for people to look at, never for work.

#pragma once

#include <filesystem>
#include <string>

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

/// The bytes of a JPEG file of levels of 8 bits, grey or RGB, the same each time.  @param quality  1..100
[[nodiscard]] std::string EncodeJpeg(const Image<uint16_t>& levels, int quality);

}  // namespace f4s

// PNG slices: 8 or 16 bits, grey or RGB, read strictly and written fast.

#pragma once

#include <filesystem>
#include <string>

#include "libfuse4seg/image/image.h"
#include "libfuse4seg/image/raster.h"

namespace f4s {

/// Reads a PNG, interlaced or not.
///
/// Nothing is converted: palettes, alpha (tRNS too), and 1, 2 or 4 bits are refused, as is whatever
/// libpng would only warn of inside the image data: a wrong checksum, data missing or left
/// over.  A file too small for its declared size is refused before anything is allocated.
/// @throws Error(kMissingInput); Error(kBadInput): png.signature, .truncated, .format, .size,
///         .damaged.
[[nodiscard]] Raster ReadPng(const std::filesystem::path& path);

/// The bytes of a PNG file, the same each time; 16-bit samples big-endian as PNG has them.
/// @throws Error(kInternal) when `samples` does not fit the size, or a sample its bits.
[[nodiscard]] std::string EncodePng(const Raster& raster);

/// The same of an image's levels.
[[nodiscard]] std::string EncodePng(const Image<uint16_t>& levels, int bits);

/// Writes EncodePng(raster), atomically.  @throws Error(kIo) or Error(kCannotCreate).
void WritePng(const std::filesystem::path& path, const Raster& raster);

}  // namespace f4s

// PNG slices: grey or RGB of 8 or 16 bits, or with a palette, read strictly and written fast.

#pragma once

#include <filesystem>
#include <string>

#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/image.h"

namespace f4s {

/// Reads a PNG as an image, interlaced or not.
///
/// A palette gives its colours: RGB of 8 bits, or grey where all of its colours are.  Nothing else is
/// converted: transparent pixels (tRNS too), and grey of 1, 2 or 4 bits are refused, as is whatever
/// libpng would only warn of inside the image data: a wrong checksum, data missing or left
/// over.  A file too small for its declared size is refused before anything is allocated.
/// An animation of several frames is refused, and one that Exif data turn or mirror; gamma, colour profiles
/// and texts change no level and are passed over (docs/formats.md).
/// @throws Error(kMissingInput); Error(kBadInput): png.signature, .truncated, .format, .size,
///         .damaged, .frames, .orientation.
/// @param type  takes kUint8 or kUint16
/// @param notes  takes geometry.pixel_aspect (pHYs), png.scale (sCAL: not applied)
[[nodiscard]] Image<uint16_t> ReadPng(const std::filesystem::path& path, VoxelType* type = nullptr,
                                      HeaderNotes* notes = nullptr);

/// Likewise, as a label map or mask: of a palette, whatever its colours, the indices.
[[nodiscard]] Image<uint16_t> ReadLabelPng(const std::filesystem::path& path, HeaderNotes* notes = nullptr);

/// Whether a PNG has a palette, as label maps have.  @throws Error as ReadPng() for what its header says.
[[nodiscard]] bool HasPalette(const std::filesystem::path& path);

/// The bytes of a PNG file of a picture's levels, the same each time; 16-bit samples big-endian as PNG has
/// them.
/// @param dots_per_inch  for print (pHYs); 0: the file says nothing of it
/// @throws Error(kInternal) when `samples` does not fit the size, or a sample its bits.
[[nodiscard]] std::string EncodePng(const Image<uint16_t>& levels, int bits, int dots_per_inch = 0);

/// A label map, as indices of the palette of LabelColour(); with a label above 255 as grey of 16 bits.
[[nodiscard]] std::string EncodeLabelPng(const Image<uint16_t>& labels);

}  // namespace f4s

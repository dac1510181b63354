// MetaImage headers (.mha, .mhd): what a file declares, checked before a voxel is read.
// Format: https://itk.org/Wiki/ITK/MetaIO/Documentation

#pragma once

#include "libfuse4seg/image/files/volume_file.h"

namespace f4s {

/// Reads the header of `path`; the reader of the result stands at the first voxel, which
/// for a .mhd may be in another file of the same folder.
///
/// Accepted: 3 dimensions or 2 (a picture), one channel, integers of 8 to 64 bits, float and double, binary,
/// raw or zlib-compressed; lengths in cm, mm, um or of no unit (mm); names and values of at most 250
/// characters, since longer ones overrun other readers.
/// @throws Error(kBadInput): metaimage.truncated, .header, .ndim, .dim, .type, .channels,
///         .encoding, .detached (a data file that is no plain name beside the header), .geometry, .units;
///         BadHeader(); Error(kMissingInput) naming the data file.
[[nodiscard]] VolumeFile OpenMetaImage(const std::filesystem::path& path);

}  // namespace f4s

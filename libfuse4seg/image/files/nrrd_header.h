// NRRD headers: what a file declares, checked before a voxel is read.
// Format: https://teem.sourceforge.net/nrrd/format.html

#pragma once

#include "libfuse4seg/image/files/volume_file.h"

namespace f4s {

/// Reads the header of `path`; the reader of the result stands at the first voxel.
///
/// Accepted: 3 dimensions or 2 (a picture), or one more of size 1 that counts layers or channels; scalar, 8
/// to 64 bit integers, float and double, encodings raw and gzip, data in the same file.
/// @throws Error(kBadInput): nrrd.magic, .truncated, .header, .ndim, .dim, .type, .layers,
///         .encoding, .endian, .detached, .kind, .geometry, .units; as NrrdGrid(); BadHeader().
[[nodiscard]] VolumeFile OpenNrrd(const std::filesystem::path& path);

}  // namespace f4s

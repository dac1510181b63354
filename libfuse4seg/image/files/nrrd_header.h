// NRRD headers: what a file declares, checked before a voxel is read.
// Format: https://teem.sourceforge.net/nrrd/format.html

#pragma once

#include "libfuse4seg/image/files/text_fields.h"
#include "libfuse4seg/image/files/volume_file.h"

namespace f4s {

// The grid that an NRRD header means.
// Format: https://teem.sourceforge.net/nrrd/format.html

/// The grid of `size` voxels in RAS: from "space directions" and "space origin" where the header names a
/// space, else from "spacings" and "axis mins" along L, P, S.  Spaces of the scanner ("scanner-xyz",
/// "3D-right-handed", "3D-left-handed", "space dimension" alone) are taken as LPS, as ITK takes them.
/// `fields` by their names in the format's definition, in lower case.
/// @throws Error(kBadInput): nrrd.geometry for numbers that are missing or not finite; "geometry.itk" for a
///         space of other than the grid's dimensions, fields out of order, or beside others that exclude
///         them.
[[nodiscard]] Grid NrrdGrid(const TextFields& fields, const Size3& size, const std::filesystem::path& path);

/// Reads the header of `path`; the reader of the result stands at the first voxel.
///
/// Accepted: 3 dimensions or 2 (one slice), scalar, 8 to 32 bit integers, float and double,
/// encodings raw and gzip, data in the same file.
/// @throws Error(kBadInput): nrrd.magic, .truncated, .header, .ndim, .dim, .type,
///         .encoding, .endian, .detached, .kind, .geometry; as NrrdGrid(); BadHeader().
[[nodiscard]] VolumeFile OpenNrrd(const std::filesystem::path& path);

}  // namespace f4s

// The grid that an NRRD header means.
// Format: https://teem.sourceforge.net/nrrd/format.html

#pragma once

#include <filesystem>

#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/files/text_fields.h"

namespace f4s {

/// The grid of `size` voxels in RAS: from "space directions" and "space origin" where the header names a
/// space, else from "spacings", "axis mins" and "axis maxs" along L, P, S.  Spaces of the scanner
/// ("scanner-xyz", "3D-right-handed", "3D-left-handed", "space dimension" alone) are taken as LPS, as ITK
/// takes them. `fields` by their names in the format's definition, in lower case.
/// @param notes  takes what is assumed: geometry.spacing_assumed (a spacing of NaN is none, too),
///               .orientation_assumed, .units_assumed
/// @throws Error(kBadInput): nrrd.geometry for numbers that are missing or not finite; nrrd.units;
///         "geometry.itk" for a space of other than the grid's dimensions, fields out of order, or beside
///         others that exclude them.
[[nodiscard]] Grid NrrdGrid(const TextFields& fields, const Size3& size, const std::filesystem::path& path,
                            HeaderNotes& notes);

}  // namespace f4s

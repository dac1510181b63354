// Assembles slices into the volume that they were cut from.

#pragma once

#include <cstdint>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/volume.h"

namespace f4s {

/// A slice's position in its volume, from its record, and its image.
struct PlacedSlice {
  SliceOfVolume place;
  Image<uint16_t> picture;
};

/// The label map of a volume on the source's own grid: each voxel takes the nearest pixel of the
/// nearest slice; voxels that no slice covers are 0.  Resampling is thereby undone as well.
/// @param slices  at least one, of one volume, in any order; their `slice` numbers say how far apart they
/// lie.
/// @throws Error(kBadInput, "volume.slices") when they disagree on the volume or one occurs twice,
///         Error(kBadInput, "geometry.singular") for a degenerate voxel_from_pixel.
[[nodiscard]] LabelVolume AssembleLabels(const std::vector<PlacedSlice>& slices);

/// pixel_from_voxel of a stack of slices: takes a voxel index to [column, row, slice number].
[[nodiscard]] Affine StackFromVoxel(const std::vector<PlacedSlice>& slices);

}  // namespace f4s

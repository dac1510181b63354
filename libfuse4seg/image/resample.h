// Volumes on another grid.

#pragma once

#include "libfuse4seg/image/image.h"

namespace f4s {

/// `volume` on the grid `target`, linearly interpolated; voxels whose centre is outside
/// the source (more than half a voxel beyond its outermost centres) become 0.
///
/// Where the target is coarser, the source is smoothed first so that nothing aliases: along
/// each source axis by a Gaussian of variance (f^2 - 1) / (8 ln 2) source voxels, f being
/// the target's voxel measured in source voxels along that axis
/// (Cardoso, Modat, Vercauteren, Ourselin, "Scale Factor Point Spread Function Matching",
/// MICCAI 2015, with the full width at half maximum as the scale).  Same grid: a copy.
/// @throws Error(kBadInput, "geometry.singular").
[[nodiscard]] Image<float> Resample(const Image<float>& volume, const Grid& target);

/// Value at a position in voxels, trilinear; beyond the grid that of its border.
[[nodiscard]] float Interpolate(const Image<float>& image, Vector3 at);

/// The grid of `source` with voxels of another size: its corner (not the centre of its first voxel) stays
/// where it is, and it has the whole number of voxels that comes nearest to its extent.
/// @throws Error(kBadInput, "geometry.size") for more than 2^31 of them.
[[nodiscard]] Grid WithSpacing(const Grid& source, const Vector3& spacing_mm);

/// Labels on the grid `target` by the nearest voxel; 0 outside the source.
[[nodiscard]] Image<uint16_t> ResampleNearest(const Image<uint16_t>& volume, const Grid& target);

}  // namespace f4s

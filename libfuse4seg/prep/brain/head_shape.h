// The head in a volume: where it ends, how deep each voxel lies, where its middle is.

#pragma once

#include "libfuse4seg/prep/brain/grid_filters.h"

namespace f4s::brain {

/// Side of a voxel of the grid that all of this works on, mm.
inline constexpr double kGridMm = 2;

struct HeadShape {
  Image<float> depth_mm;  ///< below the nearest air outside the head; 0 in that air
  Vector3 centre;         ///< voxels: the middle of what lies deepest, which is brain
  double deepest_mm = 0;  ///< of that
};

/// Finds the head in `intensity`.  Voxels above a tenth of the range of intensities (2nd to 98th
/// percentile, as in Smith 2002) are head, its hollows too where their mouths are under 16 mm.
/// Beyond the grid the head is taken to go on: a cut neck has no skin.
/// @throws Error(kBadInput, "brain.no_head") when what is found has not the size of a head.
[[nodiscard]] HeadShape FindHead(const Image<float>& intensity);

/// How deep the middle of a head may lie, mm.
inline constexpr double kShallowestHeadMm = 45, kDeepestHeadMm = 130;

}  // namespace f4s::brain

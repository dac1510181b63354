// The head in a volume (where it ends, how deep each voxel lies, where its middle is), and how far each voxel
// of it looks like brain tissue, by intensity alone.

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

/// What counts as tissue, relative to the local intensity of brain.
struct TissueSettings {
  double darkest = 0.57;       ///< above fluid (T1, FLAIR), bone and air
  double brightest = 1.4;      ///< below fat and enhancing vessels
  double brightest_of_t2 = 3;  ///< where fluid is bright, so that it counts as tissue
  double softness = 0.15;      ///< half the width of the ramps at either end
  double shallowest_mm = 12;   ///< scalp and skull are at least that thick together
};

struct Tissue {
  Image<float> relative;         ///< intensity over that of brain at the place, free of slow shading
  Image<float> membership;       ///< 0 (surely not) .. 1 (looks like tissue)
  bool fluid_is_bright = false;  ///< as in T2
  bool has_vessels = false;      ///< a few voxels are far brighter than the rest, as with contrast agent
};

/// The level of brain is the median within 45 mm of the head's centre, then twice the mean of what
/// lies near the last level, over neighbourhoods of 40 and 25 mm, so that it follows the coil's
/// shading.  Where the 98th percentile about the centre is more than twice the median, fluid is
/// bright and the contrast T2's; where not, and the 99.8th is more than 1.25 times the 98th, there
/// are vessels (or small lesions).
[[nodiscard]] Tissue FindTissue(const Image<float>& intensity, const HeadShape& head,
                                const TissueSettings& settings);

}  // namespace f4s::brain

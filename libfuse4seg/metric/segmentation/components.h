// Connected components of a mask, and its dilation: what lesions and instances are made with.

#pragma once

#include <cstdint>
#include <vector>

#include "libfuse4seg/image/grid_components.h"
#include "libfuse4seg/metric/segmentation/bit_volume.h"

namespace f4s {

/// Voxels that share a face, an edge or a corner (26 neighbours; 8 in a plane) belong together.
/// Numbered in the order of their first voxels.
[[nodiscard]] Components ComponentsOf(const BitVolume& mask);

/// `times` dilations by the voxel with its face and edge neighbours (18; 8 in a plane).
[[nodiscard]] BitVolume Dilated(BitVolume mask, int64_t times);

}  // namespace f4s

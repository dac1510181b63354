// Surfaces of two masks and the distances between them.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "libfuse4seg/image/region.h"
#include "libfuse4seg/metric/label_pairs.h"

namespace f4s {

/// The surface voxels of a region in a reference and a prediction, within the box of both.
/// A voxel is surface when it is in the region and one of its face neighbours is not (4 in
/// 2-D, 6 in 3-D); outside of the volume counts as not in the region.
struct Surfaces {
  Size3 size;                  ///< of the box
  std::vector<uint8_t> flags;  ///< kReference, kPrediction or both, x fastest

  static constexpr uint8_t kReference = 1, kPrediction = 2;
};

/// @param size        of the label maps; @param box  of all the region's voxels in either map.
/// @param dimensions  2: z neighbours are not looked at; 3: a slice on its own is all surface.
[[nodiscard]] Surfaces SurfacesOf(std::span<const uint16_t> reference, std::span<const uint16_t> prediction,
                                  const Size3& size, const VoxelBox& box, const Region& region,
                                  int dimensions);

/// Euclidean distances in mm from each surface voxel of one mask to the nearest of the other,
/// exact, in the order of the voxels.
struct SurfaceDistances {
  std::vector<double> reference_to_prediction, prediction_to_reference;
};

/// Both surfaces must have voxels.
[[nodiscard]] SurfaceDistances DistancesBetween(const Surfaces& surfaces, const Vector3& spacing_mm);

}  // namespace f4s

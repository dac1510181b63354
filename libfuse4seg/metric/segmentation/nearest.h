// Exact Euclidean distances from the voxels of one mask to the nearest of another.

#pragma once

#include <vector>

#include "libfuse4seg/metric/segmentation/bit_volume.h"

namespace f4s {

class MetricKernels;

/// Distance in mm from each voxel of `from` to the nearest of `to`, in the order of VisitSet().
/// Voxels that lie close are found by looking at rows of `to` from the nearest outwards, others by
/// looking at its blocks, and where many lie far a distance transform of the box is cheaper and takes
/// over.  All are exact.
/// @param from, to  of one size; `to` must have a voxel.
[[nodiscard]] std::vector<double> DistancesTo(const BitVolume& from, const BitVolume& to,
                                              const Vector3& spacing_mm);

/// The same, by one of the ways alone.
[[nodiscard]] std::vector<double> DistancesByBlocks(const BitVolume& from, const BitVolume& to,
                                                    const Vector3& spacing_mm);
[[nodiscard]] std::vector<double> DistancesByTransform(const BitVolume& from, const BitVolume& to,
                                                       const Vector3& spacing_mm);

/// The same on a GPU, whose squares MetricKernels::NearestSquares() describes.
[[nodiscard]] std::vector<double> DistancesOnDevice(const BitVolume& from, const BitVolume& to,
                                                    const Vector3& spacing_mm, const MetricKernels& kernels);

}  // namespace f4s

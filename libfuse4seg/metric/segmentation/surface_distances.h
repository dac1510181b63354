// Distances between the surfaces of two masks, and the metrics made of them.

#pragma once

#include <vector>

#include "libfuse4seg/metric/segmentation/bit_volume.h"
#include "libfuse4seg/metric/segmentation/segmentation_rules.h"

namespace f4s {

class MetricKernels;

/// From each element of one surface to the nearest of the other.
struct DirectedDistances {
  std::vector<double> mm;
  std::vector<double> areas;  ///< of the elements; empty where each counts the same (voxels)
};

struct SurfaceDistances {
  DirectedDistances of_reference, of_prediction;
};

/// @param reference, prediction  masks of one box, both with a voxel.
/// @param surface  kVoxels or kCells.
/// @param kernels  of the GPU that finds the distances; null for the CPU.
[[nodiscard]] SurfaceDistances DistancesBetween(const BitVolume& reference, const BitVolume& prediction,
                                                const Vector3& spacing_mm, int dimensions,
                                                SegmentationRules::Surface surface,
                                                const MetricKernels* kernels = nullptr);

/// The metrics of segmentation_metrics.h that are made of distances.
struct DistanceMetrics {
  double hd_mm, hd95_mm, assd_mm, nsd;
};
/// Reorders the distances.
[[nodiscard]] DistanceMetrics MetricsOf(SurfaceDistances& distances, const SegmentationRules& rules,
                                        double tolerance_mm);

/// HD95 as the conventions have it that count surface voxels.  Reorders the distances.
[[nodiscard]] double PooledHd95(SurfaceDistances& distances);
[[nodiscard]] double WorseDirectionHd95(SurfaceDistances& distances);
/// HD95 weighted by area: deepmind's and brats2023's.  Both masks must have a voxel.
[[nodiscard]] double AreaHd95(const BitVolume& reference, const BitVolume& prediction,
                              const Vector3& spacing_mm, int dimensions,
                              const MetricKernels* kernels = nullptr);

}  // namespace f4s

// Scores by lesion (BraTS 2023) and by instance (panoptica).

#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "libfuse4seg/image/region.h"
#include "libfuse4seg/metric/segmentation/label_pairs.h"

namespace f4s {

class MetricKernels;

/// How BraTS 2023 makes lesions.  Its challenges differ: gliomas (adult, paediatric, Africa) 3 and 50,
/// meningiomas 1 and 50, metastases 1 and 2.
struct LesionOptions {
  int64_t dilations = 3;         ///< within which pieces are one lesion, and predictions match it
  double most_dropped_mm3 = 50;  ///< reference lesions of this volume or less do not count
};

/// A region within a box of both label maps.
struct RegionInBox {
  std::span<const uint16_t> reference, prediction;
  Size3 size;  ///< of the maps
  Vector3 spacing_mm;
  int dimensions;
  VoxelBox box;  ///< of all the region's voxels in either map; empty when there are none
  Region region;
  const MetricKernels* kernels = nullptr;  ///< of a GPU that finds distances, or the CPU does
};

/// Saluja et al., BraTS-2023-Metrics.  Components of the dilated reference make its lesions; a
/// predicted component belongs to every lesion whose dilation it touches, and is a false positive
/// where it touches none.  Each lesion is compared with all that belongs to it.
struct LesionScores {
  double dice = 1;                 ///< mean over lesions and false positives, which count 0
  double hd95_mm = 0;              ///< likewise; a missed lesion and a false positive count 374
  int64_t tp = 0, fp = 0, fn = 0;  ///< lesions found, components too many, lesions missed
};
[[nodiscard]] LesionScores ScoreLesions(const RegionInBox& in, const LesionOptions& options);

/// Kofler et al., Panoptica (2023), after Kirillov et al., Panoptic segmentation, CVPR 2019.
/// Components of either map are instances; pairs with an IoU of at least 0.5 match, the best first.
struct InstanceScores {
  std::optional<double> rq, sq, pq;  ///< none without instances
  int64_t tp = 0, fp = 0, fn = 0;
};
[[nodiscard]] InstanceScores ScoreInstances(const RegionInBox& in);

}  // namespace f4s

// How well a predicted label map agrees with the reference, region by region.
//
// Convention medpy (medpy.metric.binary): TP, FP, FN, TN count voxels of the region.
//
//   dice               2 TP / (2 TP + FP + FN), 1 where both are empty
//   iou                TP / (TP + FP + FN), 1 where both are empty
//   sensitivity        TP / (TP + FN), 0 where the reference is empty
//   specificity        TN / (TN + FP), 0 where the reference fills the map
//   precision          TP / (TP + FP), 0 where the prediction is empty
//   volume_similarity  1 - |FN - FP| / (2 TP + FP + FN); undefined where both are empty
//                      (Taha and Hanbury, BMC Med. Imaging 15 (2015) 29)
//   hd_mm              greatest distance of a surface voxel of either to the other's surface
//   hd95_mm            95th percentile of the distances of both directions together, linear
//                      between ranks as numpy has it
//   assd_mm            mean of the distances of both directions together
//   nsd                part of the surface voxels of both within the tolerance of the other
//                      surface (Nikolov et al., J. Med. Internet Res. 23 (2021) e26151)
//
// The four of distance are undefined where either is empty.  Surface voxels are those with a
// face neighbour outside of the region (4 in 2-D, 6 in 3-D); outside of the map is outside.
// Accuracy: kSegmentationTolerance relative to the reference program.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "libfuse4seg/image/geometry.h"
#include "libfuse4seg/image/region.h"
#include "libfuse4seg/metric/convention.h"
#include "libfuse4seg/metric/fusion_metrics.h"
#include "libfuse4seg/metric/label_pairs.h"
#include "libfuse4seg/metric/score.h"

namespace f4s {

inline constexpr double kSegmentationTolerance = 1e-9;

struct SegmentationOptions {
  SegmentationConvention convention = SegmentationConvention::kMedpy;
  double nsd_tolerance_mm = 1;  ///< at least 0
};

/// Where the labels of a map lie.
struct LabelGrid {
  Size3 size;          ///< voxels in x, y, z; x runs fastest
  Vector3 spacing_mm;  ///< greater than 0
  /// 2 for an image (z is 1), 3 for a volume.  Not to be told from the size: in a volume of one
  /// slice every voxel of a region lies on its surface, in an image only the outline does.
  int dimensions;
};

struct RegionScores {
  std::string name;
  Score dice, iou, hd95_mm, hd_mm, assd_mm, nsd, sensitivity, specificity, precision, volume_similarity;
};

inline constexpr ScoreField<RegionScores> kRegionFields[] = {
    {"dice", &RegionScores::dice},
    {"iou", &RegionScores::iou},
    {"hd95_mm", &RegionScores::hd95_mm},
    {"hd_mm", &RegionScores::hd_mm},
    {"assd_mm", &RegionScores::assd_mm},
    {"nsd", &RegionScores::nsd},
    {"sensitivity", &RegionScores::sensitivity},
    {"specificity", &RegionScores::specificity},
    {"precision", &RegionScores::precision},
    {"volume_similarity", &RegionScores::volume_similarity}};

/// One entry a region, in their order; without regions one for each value (RegionsOfValues()).
/// @throws Error(kBadInput, "metric.size") when a map has not size[0] size[1] size[2] labels,
///         Error(kBadInput, "metric.grid") for a size under 1, a spacing that is not finite and
///         greater than 0, or dimensions other than 2 (with size[2] 1) and 3.
[[nodiscard]] std::vector<RegionScores> ScoreSegmentation(std::span<const uint16_t> reference,
                                                          std::span<const uint16_t> prediction,
                                                          const LabelGrid& grid,
                                                          const std::vector<Region>& regions = {},
                                                          const SegmentationOptions& options = {});

/// numpy.percentile(values, percent) with its default, linear interpolation.  Reorders `values`,
/// of which there must be one at least.
[[nodiscard]] double Percentile(std::vector<double>& values, double percent);

}  // namespace f4s

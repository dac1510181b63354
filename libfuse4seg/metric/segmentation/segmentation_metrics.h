// How well a predicted label map agrees with the reference, region by region.
//
// TP, FP, FN, TN count voxels of the region.
//
//   dice               2 TP / (2 TP + FP + FN)
//   iou                TP / (TP + FP + FN)
//   sensitivity        TP / (TP + FN)
//   specificity        TN / (TN + FP)
//   precision          TP / (TP + FP)
//   volume_similarity  1 - |FN - FP| / (2 TP + FP + FN); undefined where both are empty
//                      (Taha and Hanbury, BMC Med. Imaging 15 (2015) 29)
//   hd_mm              greatest distance of either surface to the other
//   hd95_mm            95th percentile of those distances
//   assd_mm            mean of those distances
//   nsd                part of both surfaces within the tolerance of the other
//                      (Nikolov et al., J. Med. Internet Res. 23 (2021) e26151)
//
// Where records have probabilities a region has ece and brier too (calibration.h), under any convention.
//
// Distances are in mm; without a spacing they, the tolerance and what is made of them are in pixels, and
// records say hd95_px (NameOfField()).
//
// segmentation_rules.h says what a surface is, how the two directions go together and what empty
// masks give, convention by convention.  Under brats2023 a region has lesion_dice, lesion_hd95_mm,
// lesion_tp, lesion_fp and lesion_fn too, under panoptica instance_rq, instance_sq, instance_pq,
// instance_tp, instance_fp and instance_fn (lesions.h).
// Accuracy: kSegmentationTolerance relative to the reference program, kSingleTolerance to those
// that count in single precision.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libfuse4seg/image/image.h"
#include "libfuse4seg/image/region.h"
#include "libfuse4seg/metric/convention.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"
#include "libfuse4seg/metric/score.h"
#include "libfuse4seg/metric/segmentation/label_pairs.h"
#include "libfuse4seg/metric/segmentation/lesions.h"
#include "libfuse4seg/metric/segmentation/segmentation_rules.h"

namespace f4s {

inline constexpr double kSegmentationTolerance = 1e-9, kSingleTolerance = 1e-5;

struct SegmentationOptions {
  SegmentationConvention convention = SegmentationConvention::kMedpy;
  double nsd_tolerance_mm = 1;  ///< at least 0
  EmptyChoice empty = EmptyChoice::kConvention;
  LesionOptions lesions = {};              ///< of brats2023
  std::vector<uint16_t> ignore = {};       ///< label values that are left out; empty: the record's
  const MetricKernels* kernels = nullptr;  ///< of a GPU that finds distances, or the CPU does
};

/// Where the labels of a map lie: what a Grid says of it, and what a Grid does not know.
struct LabelGrid {
  Size3 size;          ///< voxels in x, y, z; x runs fastest
  Vector3 spacing_mm;  ///< greater than 0
  /// 2 for an image (z is 1), 3 for a volume.  Not to be told from the size: in a volume of one
  /// slice every voxel of a region lies on its surface, in an image only the outline does.
  /// 1 for the pixels of several images, one after another (y and z are 1): they have no distances.
  int dimensions;
  bool has_spacing = true;  ///< false: nobody says how large a pixel is, and spacing_mm is 1
  int64_t left_out = 0;     ///< voxels, 0 in both maps, that are not counted: specificity lacks them

  LabelGrid(const Size3& voxels, const Vector3& mm, int num_dimensions, bool spacing_is_known = true)
      : size(voxels), spacing_mm(mm), dimensions(num_dimensions), has_spacing(spacing_is_known) {}
  LabelGrid(const Grid& grid) : LabelGrid(grid.size, grid.spacing_mm(), grid.is_picture ? 2 : 3) {}
};

/// HD95 as the conventions have it, where they are more than kHd95Spread apart.
struct Hd95Spread {
  double pooled_mm, worse_direction_mm, by_area_mm;
};
inline constexpr double kHd95Spread = 0.05;  ///< relative to the greater

/// A metric that only one convention has.
struct FurtherScore {
  const char* name;
  Score score;
};

struct RegionScores {
  std::string name;
  Score dice, iou, hd95_mm, hd_mm, assd_mm, nsd, sensitivity, specificity, precision, volume_similarity;
  std::vector<FurtherScore> further = {};
  std::optional<Undefined> empty = {};  ///< which of the masks are empty, if any
  bool in_pixels = false;               ///< the distances are in pixels, not in mm
  /// Where the pooled and the directed HD95 of surface voxels differ, from any convention with distances.
  std::optional<Hd95Spread> hd95_spread = {};
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

/// The name of a field as records have it: hd95_px where distances are in pixels.
[[nodiscard]] std::string NameOfField(const char* field, bool in_pixels);

/// One entry a region, in their order; without regions one for each value (RegionsOfValues()).
/// @throws Error(kBadInput, "metric.size") when a map has not size[0] size[1] size[2] labels,
///         Error(kBadInput, "metric.grid") for a size under 1, a spacing that is not finite and
///         greater than 0, or dimensions other than 1, 2 (with size[2] 1) and 3.
[[nodiscard]] std::vector<RegionScores> ScoreSegmentation(std::span<const uint16_t> reference,
                                                          std::span<const uint16_t> prediction,
                                                          const LabelGrid& grid,
                                                          const std::vector<Region>& regions = {},
                                                          const SegmentationOptions& options = {});

/// numpy.percentile(values, percent) with its default, linear interpolation.  Reorders `values`,
/// of which there must be one at least.
[[nodiscard]] double Percentile(std::vector<double>& values, double percent);

}  // namespace f4s

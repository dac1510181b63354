// What sets the segmentation conventions apart, as data.
//
//             surface        hd95_mm               assd_mm         nsd              spacing
//   medpy     voxels         pooled                pooled          pooled           header's
//   monai     voxels         worse direction       pooled          pooled           header's
//   deepmind  cells by area  worse direction       mean of means   pooled, by area  header's
//   brats2023 cells by area  worse direction       mean of means   pooled, by area  header's
//   panoptica voxels         pooled                mean of means   mean of parts    header's
//   transunet voxels         pooled                pooled          pooled           1 on every axis
//   nnunet    none
//
// Pooled: over the distances of both directions together.  Percentiles are linear between ranks
// as numpy has them, but by area: the first distance at which 95 % of the area is reached.  monai
// has its distances in single precision, where it compares them with the tolerance too.
//
// Empty masks; - stands for undefined, which the program says as NaN, infinity or an exception:
//
//              dice, iou       hd, hd95, assd        nsd
//   empty:   both  pred  ref   both  pred  ref    both pred ref   sensitivity, specificity, precision
//   medpy      1     0    0      -    -     -       -   -   -     0 for 0/0
//   monai      -     0    -      -    -     -       -   0   0     - for 0/0
//   deepmind   -     0    0      -    -     -       -   0   0     - for 0/0
//   brats2023  1     0    0      0   374   374      -   0   0     0 for 0/0, sensitivity 1 for both,
//                                                                 precision -
//   panoptica  -     0    0      -    -     -       -   -   -     - for 0/0
//   transunet  0     0    1      0    0     0       -   -   -     0 for 0/0
//   nnunet     -     0    0      -    -     -       -   -   -     - for 0/0
//
// Where a program has no such metric it goes by its nearest one: hd_mm and assd_mm by hd95_mm, iou
// by dice, nsd by medpy's surface.

#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/metric/convention.h"

namespace f4s {

/// A value for each way in which masks can be empty; none is undefined.
struct EmptyValues {
  std::optional<double> both, prediction, reference;
};

struct EmptyRule {
  EmptyValues overlap, distance, nsd;
  /// Of sensitivity (no reference), precision (no prediction) and specificity (no background).
  std::optional<double> sensitivity, precision, specificity;
  std::optional<double> sensitivity_of_both;  ///< both empty
};

struct SegmentationRules {
  enum class Surface { kVoxels, kCells, kNone };
  enum class Average { kPooled, kByDirection };

  Surface surface = Surface::kVoxels;
  Average hd95 = Average::kPooled;  ///< by direction: the worse of the two
  Average assd = Average::kPooled;  ///< by direction: the mean of the two
  Average nsd = Average::kPooled;   ///< by direction: the mean of the two
  bool uses_spacing = true;
  bool is_single_precision = false;
  EmptyRule empty;
};

/// What --empty puts in the place of a convention's own rule.
enum class EmptyChoice {
  kConvention,
  kNull,       ///< whatever the formula leaves at 0/0, and every distance, is undefined
  kBrats2021,  ///< dice 1, 0, 0; distances 0, d, d with d the diagonal of 240x240x155 mm
  kBrats2023,  ///< dice 1, 0, 0; distances 0, 374, 374
  kTransunet,  ///< dice 0, 0, 1; distances 0
};

/// The names that --empty takes.
[[nodiscard]] const std::vector<std::string>& EmptyChoiceNames();
/// @throws Error(kUsage, "empty.unknown") naming the word and those there are.
[[nodiscard]] EmptyChoice ParseEmptyChoice(const std::string& name);

[[nodiscard]] SegmentationRules RulesOf(SegmentationConvention convention,
                                        EmptyChoice empty = EmptyChoice::kConvention);

/// What a missed or an invented region counts for in BraTS 2023, mm: the distance of two opposite
/// corners of its volumes, rounded up.
inline constexpr double kBrats2023Distance = 374;

}  // namespace f4s

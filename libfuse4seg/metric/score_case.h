// The metrics of one case: reads its files, scores what the record allows, and adds `metrics`.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/metric/fusion/decomposition.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"
#include "libfuse4seg/metric/fusion/fusion_of_case.h"
#include "libfuse4seg/metric/metric_options.h"
#include "libfuse4seg/metric/score_labels.h"

namespace f4s {

// Scores as the member `metrics` of a case record.

/// Sets record["metrics"]["fusion"] to
///     {"EN":..., ..., "SSIM":..., "per_source":{NAME:{"MI":...}}, "weakest":{"MI":...}}
/// with null for what is undefined, and its reason in record["metrics"]["undefined"] under the
/// same path, such as "fusion.per_source.t1.SCD"; other members stay.
void AddFusionScores(Json& record, const FusionScores& scores);

/// Sets record["metrics"]["segmentation"] to {REGION:{"dice":..., ...}} in the same way; a reason
/// stands under "segmentation.REGION.dice".  A region's further scores follow its fields.  Where a mask is
/// empty record["metrics"]["empty"] says which: {REGION:"prediction_empty"}.
void AddSegmentationScores(Json& record, const std::vector<RegionScores>& scores);

/// Sets record["metrics"]["decomposition"] to
///     {"PSNR":..., "SSIM":..., "equal":..., "per_source":{MODALITY:{"PSNR":..., ...}}}
/// in the same way; the first three are of all modalities together.
void AddDecompositionScores(Json& record, const DecompositionLikeness& likeness);

/// The options as the work wants them.
struct ScoreRules {
  /// @param device  "auto" or "cpu", or the GPU that computes the fusion metrics and finds the distances
  ///                of the segmentation metrics: "cuda", "cuda:N".
  /// @throws Error as MetricKernelsFor() (kernels/metric_kernels.h).
  explicit ScoreRules(const MetricOptions& options, const std::string& device = "cpu");
  FusionOptions fusion;
  SegmentationOptions segmentation;
  std::vector<Region> regions;  ///< empty: the record's
};

/// A case's record with its `metrics`.
struct ScoredCase {
  Case record;
  double diagonal = 0;  ///< LabelScores::diagonal
  /// Records of the floors (--floors), by name: the case without its fused image and prediction, id
  /// `ID+floor-NAME`, `case` the old one, `floor` the name, and the floor's `metrics.fusion`.
  std::vector<std::pair<std::string, Case>> floors = {};
};

/// Scores `fused` against its sources, `decomposed` images against theirs, and `prediction` against `label`,
/// where the record has them.
/// @throws Error(kBadInput, "metric.nothing") when it has no such pair; and, naming the file, where
///         sizes or grids differ.
[[nodiscard]] ScoredCase ScoreCase(const Case& record, const ScoreRules& rules);

/// Scores the slices of one volume as that volume: label maps are stacked on the source's grid,
/// fusion metrics are the mean over the slices.  A case that is a volume is scored as it is.
/// @return the volume's record.
/// @throws Error(kBadInput, "metric.no_volume") for an image that is no slice of a volume.
[[nodiscard]] ScoredCase ScoreSlicesAsVolume(const std::vector<Case>& slices, const ScoreRules& rules);

/// Scores all cases of one subject together: fusion metrics are the mean over them, label maps are pooled
/// (ScorePooledLabels()).  @return a record whose id is the subject, with `pooled_cases`.
/// @throws Error(kBadInput, "metric.no_subject") where the record names none.
[[nodiscard]] ScoredCase ScoreSubject(const std::vector<Case>& cases, const ScoreRules& rules);

}  // namespace f4s

// Scores as the member `metrics` of a case record.

#pragma once

#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/metric/fusion/decomposition.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"
#include "libfuse4seg/metric/segmentation/segmentation_metrics.h"

namespace f4s {

/// Sets record["metrics"]["fusion"] to
///     {"EN":..., ..., "SSIM":..., "per_source":{NAME:{"MI":...}}, "weakest":{"MI":...}}
/// with null for what is undefined, and its reason in record["metrics"]["undefined"] under the
/// same path, such as "fusion.per_source.t1.SCD"; other members stay.
void AddFusionScores(Json& record, const FusionScores& scores);

/// Sets record["metrics"]["segmentation"] to {REGION:{"dice":..., ...}} in the same way; a reason
/// stands under "segmentation.REGION.dice".  A region's further scores follow its fields.
void AddSegmentationScores(Json& record, const std::vector<RegionScores>& scores);

/// Sets record["metrics"]["decomposition"] to
///     {"PSNR":..., "SSIM":..., "equal":..., "per_source":{MODALITY:{"PSNR":..., ...}}}
/// in the same way; the first three are of all modalities together.
void AddDecompositionScores(Json& record, const DecompositionLikeness& likeness);

}  // namespace f4s

// The network of cross-modal self-attention distillation (nn/segmentation/csad_net.h) as a plan.

#pragma once

#include <memory>

#include "libfuse4seg/infer/plan/segmentation_plan.h"

namespace f4s {

/// @param modalities  S, 2 at least
[[nodiscard]] std::unique_ptr<SegmentationPlan> PlanCsad(const SegmentationNetOptions& options,
                                                         int64_t modalities, int64_t classes,
                                                         PlanWeights& weights);

}  // namespace f4s

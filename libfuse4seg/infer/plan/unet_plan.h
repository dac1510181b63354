// The U-Net of nn/segmentation/unet.h as a plan.

#pragma once

#include <memory>

#include "libfuse4seg/infer/plan/segmentation_plan.h"

namespace f4s {

/// @param options   resolved
/// @param channels  of the input
[[nodiscard]] std::unique_ptr<SegmentationPlan> PlanUNet(const SegmentationNetOptions& options,
                                                         int64_t channels, int64_t classes,
                                                         PlanWeights& weights);

}  // namespace f4s

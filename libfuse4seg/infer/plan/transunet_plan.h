// The TransUNet as a plan: SegmentationNet of nn/segmentation/segmentation_net.h, without LibTorch.

#pragma once

#include <memory>
#include <string>

#include "libfuse4seg/infer/plan/segmentation_plan.h"

namespace f4s {

/// Why one of these options has none, or nothing: the stem of TransUNet's ResNet, whose convolutions are of
/// 7x7 pixels too, and adapters with dense convolutions are LibTorch's alone.
[[nodiscard]] std::string WhyNoTransUNetPlan(const SegmentationNetOptions& options);

/// @param options   resolved, and WhyNoTransUNetPlan() says nothing against them
/// @param channels  of the input
[[nodiscard]] std::unique_ptr<SegmentationPlan> PlanTransUNet(const SegmentationNetOptions& options,
                                                              int64_t channels, int64_t classes,
                                                              PlanWeights& weights);

}  // namespace f4s

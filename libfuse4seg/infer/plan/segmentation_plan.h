// Segmentation networks as plans, without LibTorch: those of nn/segmentation, the U-Net (unet_plan.h), the
// TransUNet (transunet_plan.h) and csad (csad_plan.h).
//
// Shapes:  input planes [H,W] of any size; K classes with the background; level l has C_l channels and planes
// of H'/2^l x W'/2^l, H', W' being H, W mirrored to multiples that halve so often.
//
// Features stay in one layout from layer to layer (kernels/net/conv_stage.h); each level has three places for
// them, which all layers of it share.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "libfuse4seg/infer/plan/plan_weights.h"
#include "libfuse4seg/kernels/net/conv_stage.h"
#include "libfuse4seg/model/network_options.h"

namespace f4s {

class SegmentationPlan {
 public:
  virtual ~SegmentationPlan() = default;

  /// Softmax over the classes: [K,H,W].  Safe to use from many threads.
  /// @param planes  [H,W] for each input channel, null where there is none: all 0
  /// @param slots   those that have an image, of a network that tells modalities apart
  virtual void Run(const std::vector<const float*>& planes, const std::vector<int64_t>& slots, int64_t rows,
                   int64_t columns, float* probabilities) const = 0;
};

/// Why such a network has none, or nothing.
[[nodiscard]] std::string WhyNoSegmentationPlan(const SegmentationNetOptions& options);

/// @param options   resolved, and WhyNoSegmentationPlan() says nothing against them
/// @param channels  of the input
[[nodiscard]] std::unique_ptr<SegmentationPlan> PlanSegmentation(const SegmentationNetOptions& options,
                                                                 int64_t channels, int64_t classes,
                                                                 PlanWeights& weights);

}  // namespace f4s

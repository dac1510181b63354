// What the files of metric_loss.h share.

#pragma once

#include <torch/types.h>

namespace f4s {

inline constexpr double kLevels = 255;  ///< from values 0..1

/// @throws Error(kBadInput, "loss.shape") unless images are [N,M,H,W] and fused [N,1,H,W] with M >= 2 and H,
///         W >= least.
void RequireScorable(const torch::Tensor& images, const torch::Tensor& fused, int64_t least);

}  // namespace f4s

// Which shapes belong together in a loss of the fused image.

#pragma once

#include <torch/types.h>

namespace f4s {

/// Whether images are [N,M,H,W] and fused [N,1,H,W].
[[nodiscard]] bool IsFusedOf(const torch::Tensor& images, const torch::Tensor& fused);

/// @throws Error(kBadInput, "loss.shape") naming `what` and both shapes unless IsFusedOf().
void RequireFused(const torch::Tensor& images, const torch::Tensor& fused, const char* what);

}  // namespace f4s

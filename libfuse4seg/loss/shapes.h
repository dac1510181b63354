// Which shapes belong together in a loss.

#pragma once

#include <torch/types.h>

namespace f4s {

/// Whether images are [N,M,H,W] and fused [N,1,H,W].
[[nodiscard]] bool IsFusedOf(const torch::Tensor& images, const torch::Tensor& fused);

/// @throws Error(kBadInput, "loss.shape") naming `what` and both shapes unless IsFusedOf().
void RequireFused(const torch::Tensor& images, const torch::Tensor& fused, const char* what);

/// @throws Error(kBadInput, "loss.shape") naming `what`, both shapes and what is `wanted` unless it `fits`.
void RequireShapes(bool fits, const char* what, const torch::Tensor& a, const torch::Tensor& b,
                   const char* wanted);

}  // namespace f4s

// Where inference leaves torch: the loops of kernels/net/net_kernels.h on torch's tensors.
//
// Layers take them in c10::InferenceMode, on a CPU, in float32.  Training and everything that keeps a
// history goes through torch, layer by layer: the reference that these are tested against.

#pragma once

#include <torch/types.h>

#include <functional>

namespace f4s {

/// Whether layers take the loops for x.
[[nodiscard]] bool InfersByKernels(const torch::Tensor& x);

/// `work` on each image of x [N,C,H,W], as [H,W,C], giving [H,W,out].
/// @return  [N,out,H,W], channels last
[[nodiscard]] torch::Tensor ForEachImage(
    const torch::Tensor& x, int64_t out,
    const std::function<void(const float* x, int64_t rows, int64_t columns, float* y)>& work);

/// A weight's numbers, in torch's order; null of an undefined one.
[[nodiscard]] const float* NumbersOf(const torch::Tensor& weight);

}  // namespace f4s

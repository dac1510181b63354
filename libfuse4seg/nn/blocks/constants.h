// Tensors that are the same in each step: filters, matrices of interpolation, tables of places.

#pragma once

#include <torch/types.h>

#include <functional>
#include <string>

namespace f4s {

/// What `make` makes, on the CPU, as `options` want it (device and type): made and uploaded once for each
/// `what` and each of those, and kept.  `what` names everything that it depends on.  For reading alone.
/// Thread-safe.
[[nodiscard]] torch::Tensor Constant(const std::string& what, const torch::TensorOptions& options,
                                     const std::function<torch::Tensor()>& make);

/// A tensor of the host's on `device`: by pinned memory and without waiting where that is a GPU.
[[nodiscard]] torch::Tensor Uploaded(const torch::Tensor& tensor, const torch::Device& device);

}  // namespace f4s

// Bilinear interpolation by matrices: any sizes, and gradients that are the same on each device.

#pragma once

#include <torch/types.h>

#include <cstdint>

namespace f4s {

/// [to,from]: what linear interpolation from `from` cells to `to` cells that fill the same length
/// does, with values at the cells' centres and the outermost ones continued to the ends.
[[nodiscard]] torch::Tensor LineInterpolation(int64_t to, int64_t from, const torch::TensorOptions& options);

/// x [...,h,w] -> [...,rows,columns], rows and columns each by LineInterpolation().
[[nodiscard]] torch::Tensor ResizeBilinear(const torch::Tensor& x, int64_t rows, int64_t columns);

}  // namespace f4s

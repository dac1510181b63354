// Group normalisation that is quick where images are channels-last on the CPU.
//
// Wu and He, "Group Normalization", ECCV 2018.

#pragma once

#include <torch/types.h>

namespace f4s {

/// Each group of C / groups consecutive channels of a case to mean 0 and variance 1 over its channels
/// and plane, then times weight plus bias: [N,C,H,W] -> the same.
///
/// LibTorch's own kernel for channels-last images walks them a pixel and a group at a time, and takes
/// three quarters of a small network's training step.  Single precision on the CPU in that layout has
/// a kernel here, with sums in double precision and the same result for any number of threads; all else
/// is torch::group_norm, which is what this is tested against.  The kernel's gradient has none itself.
///
/// @param weight, bias  [C]
/// @param epsilon       added to the variance
[[nodiscard]] torch::Tensor NormaliseGroups(const torch::Tensor& x, int64_t groups,
                                            const torch::Tensor& weight, const torch::Tensor& bias,
                                            double epsilon);

}  // namespace f4s

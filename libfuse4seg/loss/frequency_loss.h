// Losses that look at a fused image by its frequencies and by its slopes.
//
// The later version of the paper (arXiv:2409.10328v3) names a "Frequency Decomposition Loss" and a "Spatial
// Gradient Loss" and is public in its abstract and introduction alone: these are ours, by those names.
//
// Shapes:  images [N,M,H,W], fused [N,1,H,W], values in 0..1; scalars, means over cases and pixels.
// Errors:  Error(kBadInput, "loss.shape") naming the shapes that do not agree.

#pragma once

#include <torch/types.h>

namespace f4s {

inline constexpr double kLowSigma = 2;  ///< of the Gaussian G whose image is the low frequencies, in pixels

/// With low(x) = G * x and high(x) = x - low(x), the mean of
///
///     | low(F) - mean_i low(M_i) | + | high(F) - high(M_k) |
///
/// where k is, at each pixel, the source of the largest | high(M_k) |, the first of equals.
[[nodiscard]] torch::Tensor FrequencyLoss(const torch::Tensor& images, const torch::Tensor& fused);

/// The mean of | Sx(F) - Sx(M_k) | + | Sy(F) - Sy(M_k) |, Sobel gradients (loss_filters.h) over all but the
/// outermost pixels, where k is, at each pixel, the source of the largest |Sx| + |Sy|, the first of equals.
/// Unlike TextureLoss() it tells an edge from its reverse.  H, W >= 3.
[[nodiscard]] torch::Tensor GradientLoss(const torch::Tensor& images, const torch::Tensor& fused);

}  // namespace f4s

// Losses that leave the fused image room for what a segmentation network needs, and show it where.
//
// Shapes:  N cases, M modalities, H rows, W columns, K classes.  A pixel counts where any modality is
// above 0: a black background is no achievement.  All losses are means over the batch.
// Errors:  Error(kBadInput, "loss.shape") naming the shapes that do not agree.

#pragma once

#include <torch/types.h>

#include <vector>

namespace f4s {

/// How far F deviates beyond a distance from the mean A of its sources: the mean over cases of
///
///     max(0, MSE(F, A) 10^(least_db / 10) - 1)
///
/// 0 for an image of at least `least_db` dB PSNR to A.  A pull to A itself would cost contrast that no
/// viewer misses; a limit leaves it to the segmentation loss.
/// @param images  [N,M,H,W] in 0..1
/// @param fused   [N,1,H,W]
[[nodiscard]] torch::Tensor FidelityLoss(const torch::Tensor& images, const torch::Tensor& fused,
                                         double least_db);

/// The same of the high-frequency residual of F - A: F - A minus itself smoothed by a Gaussian of sigma 1
/// pixel, 0 where no pixel counts.  Without this limit training hides the classes in a chequerboard that
/// keeps any limit on F - A itself: a code for the segmentation network, which no viewer wants to see.  Edges
/// of the contrast target below have about 33 dB.
[[nodiscard]] torch::Tensor HighFrequencyLoss(const torch::Tensor& images, const torch::Tensor& fused,
                                              double least_db);

/// What the fused image of labelled slices is to look like: A with the classes set off from each other,
///
///     T = clamp(A + g * offsets[label], 0, 1),  g a Gaussian of sigma 0.7 pixels; 0 where no pixel counts
///
/// @param labels   [N,H,W] of int64, class numbers; others (kIgnoreLabel) have offset 0
/// @param offsets  K levels
/// @return         [N,1,H,W]
[[nodiscard]] torch::Tensor ContrastTarget(const torch::Tensor& images, const torch::Tensor& labels,
                                           const std::vector<double>& offsets);

/// The mean of |F - T| over the pixels that count.
[[nodiscard]] torch::Tensor ContrastLoss(const torch::Tensor& images, const torch::Tensor& fused,
                                         const torch::Tensor& labels, const std::vector<double>& offsets);

}  // namespace f4s

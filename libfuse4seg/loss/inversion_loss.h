// Losses of an invertible fusion network: of the image, of the latent planes, and of the way back.
//
// Shapes:  N cases, S modalities, H rows, W columns; H', W' are H, W rounded up to even.
// All are scalars, means over the batch, on the device of their arguments.
// Errors of all:  Error(kBadInput, "loss.shape") naming the shapes that do not agree.
//
// Kumar et al., "FusionINN", arXiv:2403.15769, and its published code.

#pragma once

#include <torch/types.h>

#include <cstdint>

#include "libfuse4seg/model/loss_options.h"

namespace f4s {

/// share mean_i (1 - SSIM(a_i, b_i)) + (1 - share) mean (a - b)^2, over all S planes.
/// @param a,b    [N,S,H,W] of one shape; one of them may be [N,1,H,W] and stands for S planes then
/// @param share  of structure, in 0..1
[[nodiscard]] torch::Tensor LikenessLoss(const torch::Tensor& a, const torch::Tensor& b, double share);

/// Squared maximum mean discrepancy of two samples,
///
///     mean k(x_i, x_j) + mean k(y_i, y_j) - 2 mean k(x_i, y_j),   k(x, y) = sum_a a^2 / (a^2 + |x - y|^2 /
///     L)
///
/// with a in 0.05, 0.2, 0.9: not negative, and 0 for samples that are the same.
/// @param x,y    [K,D], the same K
/// @param scale  L
///
/// Gretton et al., JMLR 13 (2012) 723, eq. 5; the kernel is Ardizzone et al.'s, ICLR 2019.
[[nodiscard]] torch::Tensor Discrepancy(const torch::Tensor& x, const torch::Tensor& y, double scale = 1);

/// [K,C side^2]: K patches of `side` pixels a side of z, each drawn from `seed` among those whose upper left
/// pixel counts in `images`: some modality is not 0 there.  Of nothing that counts, nothing: K = 0.
/// @param z       [N,C,H',W']
/// @param images  [N,S,H,W]; H, W >= side.  On the CPU, wherever z is, nobody waits for another device.
[[nodiscard]] torch::Tensor LatentPatches(const torch::Tensor& z, const torch::Tensor& images, int64_t side,
                                          int64_t count, uint64_t seed);

/// How far z is from normal numbers: Discrepancy() of, by `options.latent_samples`,
///
///     patches  LatentPatches() from as many normal vectors, L = their dimensions; 0 where nothing counts
///     images   the flattened planes of each case from as many, L = 1, as published: with thousands of
///              dimensions no two vectors are near each other, and k says next to nothing
[[nodiscard]] torch::Tensor LatentLoss(const torch::Tensor& z, const torch::Tensor& images,
                                       const InversionLossOptions& options, uint64_t seed);

/// Normal numbers by place from `seed`, Normal() of base/random.h: of any shape, float32, made on `device`.
[[nodiscard]] torch::Tensor NormalNumbers(const std::vector<int64_t>& sizes, uint64_t seed,
                                          const torch::Device& device = torch::kCPU);
/// The same by a dozen operators, as other devices than the CPU make them: its logarithms and cosines may
/// differ in the last bit.
[[nodiscard]] torch::Tensor NormalNumbersByTensors(const std::vector<int64_t>& sizes, uint64_t seed,
                                                   const torch::Device& device);

/// x [N,1,H,W] in 0..1 as `levels` + 1 equal steps hold it, a half rounded up; the gradient passes.
[[nodiscard]] torch::Tensor AsStored(const torch::Tensor& x, int64_t levels = 255);

}  // namespace f4s

// Losses of the leader: of the encoder's features, of reconstruction, and of the fused image.
//
// Shapes:  N cases, M modalities, C channels, H rows, W columns; h, w of features.
// All losses are scalars, means over the batch, on the device of their arguments.
// Errors of all:  Error(kBadInput, "loss.shape") naming the shapes that do not agree.
//
// Equation numbers: Guo and Su, "Fuse4Seg", arXiv:2409.10328v2.

#pragma once

#include <torch/types.h>

#include "libfuse4seg/model/loss_options.h"

namespace f4s {

/// Eq. 11, the mean over all pairs of modalities of
///
///     CC(detail_i, detail_j)^2 / (1.01 + max(CC(base_i, base_j), -0.9))
///
/// which is small when base features agree and detail features do not.  CC is Pearson's
/// coefficient over the pixels of a channel, 0 where one is constant, and averaged over cases
/// and channels.  In [0, 100/11]: without the lower bound, which is ours, it would reach 100, and
/// its slope far more.  0 for one modality.
/// @param base,detail  [N,M,C,h,w]
/// @param bounded      false: without the lower bound, as printed
[[nodiscard]] torch::Tensor CorrelationLoss(const torch::Tensor& base, const torch::Tensor& detail,
                                            bool bounded = true);

/// Eq. 12: the sum over modalities of mean squared error + 1 - SSIM.
/// @param images,reconstructed  [N,M,H,W], in 0..1
[[nodiscard]] torch::Tensor ContentLoss(const torch::Tensor& images, const torch::Tensor& reconstructed);

/// Eq. 13: the mean of | |grad F| - max_i |grad M_i| |, Sobel magnitudes (loss_filters.h), over all
/// but the outermost pixels.
/// @param images  [N,M,H,W], H, W >= 3
/// @param fused   [N,1,H,W]
[[nodiscard]] torch::Tensor TextureLoss(const torch::Tensor& images, const torch::Tensor& fused);

/// The mean of |F - max_i M_i| (or of |F - mean_i M_i|): Zhao et al., "CDDFuse", CVPR 2023.
/// Texture says nothing of brightness; this does.
[[nodiscard]] torch::Tensor IntensityLoss(const torch::Tensor& images, const torch::Tensor& fused,
                                          const FusionLossOptions& options = {});

struct ReconstructionLossTerms {
  torch::Tensor total, correlation, content;
};

/// Eq. 9 without its adversarial term: sigma correlation + (1 - sigma) content; with paper_strict
/// correlation is not bounded.
[[nodiscard]] ReconstructionLossTerms ReconstructionLoss(const torch::Tensor& base,
                                                         const torch::Tensor& detail,
                                                         const torch::Tensor& images,
                                                         const torch::Tensor& reconstructed,
                                                         const FusionLossOptions& options = {});

struct FusionLossTerms {
  torch::Tensor total, correlation, texture, intensity;
  torch::Tensor fidelity, grain, frequency, gradient;  ///< undefined at weight 0
  torch::Tensor vif, qabf, mi, scd, sf, sd;  ///< means of scores, larger is better; undefined at weight 0
};

/// The fusion stage's loss without its adversarial term:
///
///     sigma correlation + (1 - sigma) (intensity_weight intensity + texture_weight texture
///         + fidelity_weight (fidelity + grain) + frequency_weight frequency + gradient_weight gradient
///         - vif_weight VIF - qabf_weight Qabf - mi_weight MI - scd_weight SCD - sf_weight SF - sd_weight SD)
///
/// with FidelityLoss() and HighFrequencyLoss() of semantic_loss.h, frequency_loss.h, and the scores of
/// metric_loss.h, which may make it negative; or with paper_strict sigma correlation + (1 - sigma) texture,
/// correlation not bounded.
[[nodiscard]] FusionLossTerms FusionLoss(const torch::Tensor& base, const torch::Tensor& detail,
                                         const torch::Tensor& images, const torch::Tensor& fused,
                                         const FusionLossOptions& options = {});

}  // namespace f4s

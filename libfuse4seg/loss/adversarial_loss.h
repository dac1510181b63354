// Losses of generators and discriminators, from the logits that discriminators give.
//
// Shapes:  N images, H rows, W columns.  D = sigmoid(logit) is the probability of being real.
// All losses are scalars, means over the batch.
// Errors of all:  Error(kBadInput, "loss.shape") for logits that are not a list of at least one.
//
// Which gradients flow is the caller's: a discriminator's step gives it images without history
// (fake.detach()), a generator's step freezes the discriminator.

#pragma once

#include <torch/types.h>

#include "libfuse4seg/model/loss_options.h"

namespace f4s {

/// What a generator minimises:
///
///     non-saturating  the mean of -log D(fake): Goodfellow et al., NeurIPS 2014, section 3
///     saturating      the mean of log(1 - D(fake)), as eq. 10 of Guo and Su, "Fuse4Seg",
///                     arXiv:2409.10328v2; its slope vanishes where D is sure of a fake
///
/// @param fake  [N] logits of made images
[[nodiscard]] torch::Tensor GeneratorLoss(const torch::Tensor& fake,
                                          const AdversarialLossOptions& options = {});

/// What a discriminator minimises: cross-entropy of real images with the label real_label, and of made
/// ones with 0,
///
///     mean of -(a log D(real) + (1 - a) log(1 - D(real)))  +  mean of -log(1 - D(fake))
///
/// One-sided smoothing: Salimans et al., NeurIPS 2016, section 3.4.
/// @param real,fake  [N] and [N'] logits
[[nodiscard]] torch::Tensor DiscriminatorLoss(const torch::Tensor& real, const torch::Tensor& fake,
                                              const AdversarialLossOptions& options = {});

/// The R1 penalty without its factor r1_weight / 2: the mean over images of the squared length of
/// d logit / d image.  It can be differentiated again, by the discriminator's weights.
/// @param images  [N,1,H,W] real ones, of which a gradient is required
/// @param logits  [N], of these images; an image's logit depends on no other image
///
/// Mescheder et al., ICML 2018, eq. 9.
[[nodiscard]] torch::Tensor R1Penalty(const torch::Tensor& images, const torch::Tensor& logits);

}  // namespace f4s

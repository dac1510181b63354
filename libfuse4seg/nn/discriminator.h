// The discriminative block: tells real images of one modality from made ones.
//
// Shapes:  N images, H rows, W columns.
//
// Guo and Su, "Fuse4Seg", arXiv:2409.10328v2, eq. 10; convolutions as in Liu et al., "TarDAL",
// CVPR 2022, section 3.2.

#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include "libfuse4seg/model/loss_options.h"
#include "libfuse4seg/nn/blocks/layers.h"

namespace f4s {

/// Three 3x3 convolutions of stride 2 with bias, 1 -> 32 -> 64 -> 128 channels, each with leaky ReLU of
/// slope 0.2 below 0; then a linear map to one number.  Nothing is normalised, so that an image's score
/// does not depend on the others of its batch.
///
///     pooled  the map takes the mean of each channel: images of any size.  92,801 weights
///     flat    the map takes all of 128 x s x s numbers, s = ceil(side / 8): TarDAL's, 193,025 weights
///             at 224 pixels
class DiscriminatorImpl : public torch::nn::Module {
 public:
  explicit DiscriminatorImpl(const DiscriminatorOptions& options);

  /// @param images  [N,1,H,W], values in 0..1; H = W = side where the head is flat
  /// @return        [N] logits: above 0 for an image that it holds to be real
  /// @throws Error(kBadInput, "model.size") for images that it does not take.
  torch::Tensor forward(const torch::Tensor& images);

 private:
  DiscriminatorOptions options_;
  Conv conv1_ = nullptr, conv2_ = nullptr, conv3_ = nullptr;
  Linear head_ = nullptr;
};
TORCH_MODULE(Discriminator);

}  // namespace f4s

// From an image to base and detail features, and back.
//
// Shapes:  N images, C = dim channels, H rows, W columns, p = patch; features have h = H/p rows
// and w = W/p columns.  H and W are multiples of p, h and w at least 2.
//
// Zhao et al., "CDDFuse", CVPR 2023, section 3, whose networks these are at p = 1.

#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/pimpl.h>

#include "libfuse4seg/model/network_options.h"
#include "libfuse4seg/nn/blocks/detail_extraction.h"
#include "libfuse4seg/nn/blocks/restormer_block.h"

namespace f4s {

/// Base features: low-frequency, what modalities share.  Detail features: high-frequency, what
/// is a modality's own.
struct BandFeatures {
  torch::Tensor base, detail;  ///< [N,C,h,w]
};

/// One encoder for all modalities: 3x3 patch embedding, Restormer blocks, then the base and the
/// detail branch in parallel.  599,144 weights with CDDFuse's settings.
class EncoderImpl : public torch::nn::Module {
 public:
  /// @param options  resolved
  explicit EncoderImpl(const FusionNetOptions& options);

  /// @param images  [N,1,H,W], values in 0..1
  /// @param offset  [N,C,1,1], added to the embedded patches; or undefined
  BandFeatures forward(const torch::Tensor& images, const torch::Tensor& offset = {});

 private:
  int64_t patch_;
  Conv embed_ = nullptr;
  torch::nn::ModuleList blocks_;
  ChannelTransformer base_ = nullptr;
  DetailExtraction detail_ = nullptr;
};
TORCH_MODULE(Encoder);

/// Base and detail features to an image: 1x1 to C channels, Restormer blocks, two 3x3
/// convolutions, sigmoid.  207,936 weights with CDDFuse's settings.
class DecoderImpl : public torch::nn::Module {
 public:
  /// @param options  resolved
  explicit DecoderImpl(const FusionNetOptions& options);

  /// Base and detail features in one, [N,C,h,w]: what comes before the blocks.
  torch::Tensor Reduced(const BandFeatures& features);

  /// The features before the two last convolutions, [N,C,h,w], from Reduced()'s.
  torch::Tensor Trunk(const torch::Tensor& reduced);

  /// [N,1,H,W] in 0..1 from Trunk()'s.
  /// @param added  [N,1,H,W], before the sigmoid, or undefined.  Reconstruction is trained without: with a
  ///               source image there it would be learned by passing that through.
  torch::Tensor Image(const torch::Tensor& trunk, const torch::Tensor& added = {});

  torch::Tensor forward(const BandFeatures& features) { return Image(Trunk(Reduced(features))); }

 private:
  int64_t patch_;
  Conv reduce_ = nullptr, narrow_ = nullptr, output_ = nullptr;
  torch::nn::ModuleList blocks_;
};
TORCH_MODULE(Decoder);

}  // namespace f4s

// The usual segmentation network: a convolutional stem, a transformer with adapters at its coarsest
// level, and a decoder with skip connections.
//
// Shapes:  N cases, C input channels (fused image, modalities, or both), K classes with the
// background, H, W >= 1 of any size; inside, images are mirrored at their lower and right end to
// multiples of 2^(levels+1).
//
// With pairs of convolutions as the stem, w = width doubles at each halving, and the decoder goes the same
// way back; its last features have full resolution.  With a ResNet (resnet_stem.h) it is TransUNet's
// R50-ViT-B/16 at w = 64 and dim = 768: features of w, 4w, 8w and 16w channels at 1/2 to 1/16, and a decoder
// of 8w, 4w, 2w, w and w/4.
//
// Chen et al., "TransUNet", arXiv:2102.04306, with adapters as SAM-Med2D's, and group
// normalisation throughout: there are no running statistics that depend on the batch.

#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/pimpl.h>
#include <vector>

#include "libfuse4seg/model/network_options.h"
#include "libfuse4seg/nn/blocks/layers.h"
#include "libfuse4seg/nn/blocks/resnet_stem.h"
#include "libfuse4seg/nn/segmentation/any_segmentation_net.h"

namespace f4s {

// Transformer blocks over image patches, each with an adapter beside its feed-forward network.
//
// Shapes:  N images, C channels, h rows and w columns of patches (even, with an adapter),
// T = h w tokens; blocks keep [N,C,h,w].
//
// Dosovitskiy et al., "ViT", ICLR 2021; adapters after Cheng et al., "SAM-Med2D",
// arXiv:2308.16184, section 3.2.

/// Adapter: a gate for each channel, then 3x3 of stride 2, ReLU, transposed 4x4 of stride 2, ReLU,
/// added to its input (the paper's skip), layer normalisation.
class AdapterImpl : public torch::nn::Module, public SelfInitialised {
 public:
  AdapterImpl(int64_t channels, bool depthwise);
  torch::Tensor forward(const torch::Tensor& x);  ///< h, w even
  void Draw(uint64_t seed) override;

 private:
  int64_t groups_;
  Linear squeeze_ = nullptr, excite_ = nullptr;
  Conv down_ = nullptr;
  torch::Tensor up_;  // [C,C/groups,4,4]
  ChannelNorm norm_ = nullptr;
};
TORCH_MODULE(Adapter);

/// x + attention(norm(x)); then, with u = norm(x), x + feed-forward(u) + adapter(u).
/// Self-attention softmax(q k^T / sqrt(d)) v in `heads` heads of d = C / heads; feed-forward with
/// 4C hidden channels and GELU.
class AdapterBlockImpl : public torch::nn::Module {
 public:
  AdapterBlockImpl(int64_t channels, int64_t heads, AdapterConv adapter);
  torch::Tensor forward(const torch::Tensor& x);

 private:
  [[nodiscard]] torch::Tensor Attention(const torch::Tensor& tokens);

  int64_t heads_;
  ChannelNorm norm1_ = nullptr, norm2_ = nullptr;
  Linear qkv_ = nullptr, project_ = nullptr, expand_ = nullptr, contract_ = nullptr;
  Adapter adapter_ = nullptr;
};
TORCH_MODULE(AdapterBlock);

/// A learned position for each patch: 16 x 16 of them, interpolated bilinearly to [1,C,h,w].
class PositionsImpl : public torch::nn::Module {
 public:
  explicit PositionsImpl(int64_t channels);
  torch::Tensor forward(int64_t rows, int64_t columns);

 private:
  torch::Tensor grid_;  // [C,16,16], starts at 0
};
TORCH_MODULE(Positions);

/// Two 3x3 convolutions, each with group normalisation and ReLU.  The first one's stride may
/// halve the planes.  [N,in,H,W] -> [N,out,H/stride,W/stride].
class ConvPairImpl : public torch::nn::Module {
 public:
  ConvPairImpl(int64_t in, int64_t out, int64_t stride);
  torch::Tensor forward(const torch::Tensor& x);

 private:
  Conv conv1_ = nullptr, conv2_ = nullptr;
  GroupNorm norm1_ = nullptr, norm2_ = nullptr;
};
TORCH_MODULE(ConvPair);

class SegmentationNetImpl : public AnySegmentationNetImpl {
 public:
  /// @param options  resolved
  SegmentationNetImpl(const SegmentationNetOptions& options, int64_t channels, int64_t classes);

  torch::Tensor forward(const torch::Tensor& input, const std::vector<int64_t>& slots = {}) override;
  [[nodiscard]] int64_t multiple_of() const override { return int64_t{2} << options_.levels; }

 private:
  void AddStem(int64_t channels);
  void AddDecoder(int64_t classes);
  [[nodiscard]] std::vector<torch::Tensor> Skips(const torch::Tensor& x);

  SegmentationNetOptions options_;
  ResnetStem stem_ = nullptr;
  torch::nn::ModuleList down_, block_, up_;
  Conv embed_ = nullptr, unembed_ = nullptr, head_ = nullptr;
  GroupNorm unembed_norm_ = nullptr;
  Positions positions_ = nullptr;
  ChannelNorm norm_ = nullptr;
};
TORCH_MODULE(SegmentationNet);

}  // namespace f4s

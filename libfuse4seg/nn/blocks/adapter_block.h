// Transformer blocks over image patches, each with an adapter beside its feed-forward network.
//
// Shapes:  N images, C channels, h rows and w columns of patches (even, with an adapter),
// T = h w tokens; blocks keep [N,C,h,w].
//
// Dosovitskiy et al., "ViT", ICLR 2021; adapters after Cheng et al., "SAM-Med2D",
// arXiv:2308.16184, section 3.2.

#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include "libfuse4seg/model/network_choices.h"
#include "libfuse4seg/nn/blocks/layers.h"

namespace f4s {

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

}  // namespace f4s

// Transformer blocks whose attention is between channels: cost linear in the number of pixels.
//
// Shapes:  N images, C channels in `heads` groups of d = C / heads, H rows, W columns; all
// blocks keep [N,C,H,W].  Convolutions have no bias.
//
// Zamir et al., "Restormer", CVPR 2022, eqs. 1 and 2; the base branch as Zhao et al., "CDDFuse",
// CVPR 2023, build it, in place of the Lite Transformer (Wu et al., ICLR 2020).

#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include "libfuse4seg/kernels/net/net_kernels.h"
#include "libfuse4seg/model/network_options.h"
#include "libfuse4seg/nn/blocks/layers.h"

namespace f4s {

/// Transposed attention.  In each head, with q, k, v [d,HW] and q, k of unit length over the
/// pixels (at least 1e-12: a black image gives uniform attention),
///
///     out = softmax(t q k^T) v,     t learned for each head, starting at 1
class ChannelAttentionImpl : public torch::nn::Module {
 public:
  ChannelAttentionImpl(int64_t channels, int64_t heads, LocalConv local);
  torch::Tensor forward(const torch::Tensor& x);

  /// Its weights for inference.  @return whether its convolution is depth-wise, as is wanted there.
  [[nodiscard]] bool View(TransformerView& view) const;

 private:
  int64_t heads_;
  torch::Tensor temperature_;  // [heads]
  Conv qkv_ = nullptr, local_ = nullptr, project_ = nullptr;
};
TORCH_MODULE(ChannelAttention);

/// Gated feed-forward: 1x1 to 2e C channels, 3x3 in `groups` groups, halves a and b,
/// GELU(a) b (exact GELU), 1x1 back to C.
class GatedFeedForwardImpl : public torch::nn::Module {
 public:
  GatedFeedForwardImpl(int64_t channels, int64_t expansion, int64_t groups);
  torch::Tensor forward(const torch::Tensor& x);

  /// Its weights for inference.  @return whether its groups have the sizes that are wanted there.
  [[nodiscard]] bool View(TransformerView& view) const;

 private:
  Conv expand_ = nullptr, local_ = nullptr, project_ = nullptr;
};
TORCH_MODULE(GatedFeedForward);

/// x + attention(norm(x)), then the same with the feed-forward.
class ChannelTransformerImpl : public torch::nn::Module {
 public:
  ChannelTransformerImpl(int64_t channels, ChannelAttention attention, GatedFeedForward feed_forward);
  torch::Tensor forward(const torch::Tensor& x);

 private:
  [[nodiscard]] bool View(TransformerView& view) const;

  ChannelNorm norm1_ = nullptr, norm2_ = nullptr;
  ChannelAttention attention_ = nullptr;
  GatedFeedForward feed_forward_ = nullptr;
};
TORCH_MODULE(ChannelTransformer);

/// Restormer's block: depth-wise convolutions, expansion 2.  45,256 weights at C = 64, 8 heads.
[[nodiscard]] ChannelTransformer RestormerBlock(int64_t channels, int64_t heads);

/// CDDFuse's base branch: expansion 1, groups of two channels in the feed-forward.  363,016
/// weights at C = 64, 8 heads, dense; 32,968 depth-wise.
[[nodiscard]] ChannelTransformer BaseExtraction(int64_t channels, int64_t heads, LocalConv local);

}  // namespace f4s

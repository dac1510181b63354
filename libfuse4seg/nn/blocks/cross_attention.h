// Cross-attention between modalities: one asks, the others answer.
//
// Shapes:  N cases, M modalities given (2 <= M <= S, the slots that the network knows), C channels in
// `heads` groups of d = C / heads, h rows, w columns of features; T tokens of a modality in a region.
//
// Guo and Su, "Fuse4Seg", arXiv:2409.10328v2, eq. 8.

#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include <vector>

#include "libfuse4seg/nn/blocks/layers.h"

namespace f4s {

/// Where attention looked, on its own grid of gh x gw tokens: means over heads.
struct AttentionWeights {
  torch::Tensor received;  ///< [N,M-1,gh,gw]: what each token of the others got from all queries
  torch::Tensor entropy;   ///< [N,1,gh,gw]: how widely each query spread, 0 (one token) to 1 (evenly)
};

/// What the attention of one band adds to the sum of the modalities' features:
///
///     gate * W_o (softmax(q k^T / sqrt(d)) v),   q = W_q n(X_1),  k = W_k Z,  v = W_v Z
///
/// with n layer normalisation, X_1 the modality in the lowest slot, and Z the tokens n(X_i) + e_slot of
/// all the others together, so that attention divides itself among modalities too.  `gate`, a number
/// for each channel, and the slots' embeddings e start at 0: so does what is added.
///
///     global   tokens are means over cells of `side` x `side` features, and all of an image's meet;
///              the result is interpolated bilinearly
///     windows  tokens are features, and meet within windows of `side` x `side`
///
/// Features are mirrored at their lower and right end to multiples of `side`.
class CrossAttentionImpl : public torch::nn::Module {
 public:
  enum class Reach { kGlobal, kWindows };

  CrossAttentionImpl(int64_t channels, int64_t heads, int64_t slots, Reach reach, int64_t side);

  /// @param features  [N,M,C,h,w]
  /// @param slots     the slot of each modality, all different
  /// @param weights   set, without history, if given and the reach is global
  /// @return          [N,C,h,w]
  torch::Tensor forward(const torch::Tensor& features, const std::vector<int64_t>& slots,
                        AttentionWeights* weights = nullptr);

  /// Which of the modalities asks: the place in `slots` of the lowest.
  [[nodiscard]] static int64_t QueryOf(const std::vector<int64_t>& slots);

  [[nodiscard]] int64_t side() const { return side_; }

 private:
  /// [B,T,C], [B,(M-1)T,C] twice -> [B,T,C].  @param mean  [B,T,(M-1)T] over heads, set if given.
  [[nodiscard]] torch::Tensor Attend(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v,
                                     torch::Tensor* mean) const;

  int64_t heads_, side_;
  Reach reach_;
  ChannelNorm norm_ = nullptr;
  Conv query_ = nullptr, key_ = nullptr, value_ = nullptr, project_ = nullptr;
  torch::Tensor slot_embedding_, gate_;  // [S,C], [C]
};
TORCH_MODULE(CrossAttention);

}  // namespace f4s

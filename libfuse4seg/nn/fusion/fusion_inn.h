// The invertible fusion network: 2 to 4 modalities of one anatomy into one image, and back.
//
// Shapes:  N cases, S modalities, all that the network knows, H, W >= 1 of any size; inside, images are
// mirrored at their lower and right end to even H', W'.
//
// Kumar et al., "FusionINN: Decomposable Image Fusion for Brain Tumor Monitoring", arXiv:2403.15769, for S =
// 2; its published graph has 17,564 weights: width 32, 1 block.

#pragma once

#include <torch/nn/modules/container/modulelist.h>

#include <vector>

#include "libfuse4seg/nn/blocks/invertible.h"
#include "libfuse4seg/nn/fusion/any_fusion_net.h"

namespace f4s {

/// [y, z] = f(x), all layers of which are invertible (nn/blocks/invertible.h):
///
///     ActNorm, coupling(width), 2x2 pixels to channels, blocks x coupling(2 width), back, coupling(width)
///
/// and y the first channel of S.  Around that, by the options:
///
///     mixing mean         x is first turned into the mean of the modalities and S-1 orthonormal differences,
///                         y goes back through its channel of the ActNorm, and channels are reordered before
///                         each coupling at half resolution and put back after it: f starts as y = the mean,
///                         z = normalised differences
///     mixing permutation  channels are reordered before pixels become channels and after each coupling there
///     output clamp        F = y cut to 1/255..1 (ClampInward), and 0 where all modalities are 0: so that a
///                         stored 0 says that nothing is there, and nothing else
///     output sigmoid      F = sigmoid(y)
///
/// So y - RawOf(F as it is stored) is what storing F took, and with it Inverse() is exact.
class FusionInnImpl : public AnyFusionNetImpl {
 public:
  /// @param options  resolved
  /// @param slots    S, 2 to 4
  FusionInnImpl(const FusionNetOptions& options, int64_t slots);

  /// @param slots  all S of them, in any order
  FusionOutput forward(const torch::Tensor& images, const std::vector<int64_t>& slots = {},
                       AttentionMaps* maps = nullptr) override;

  [[nodiscard]] int64_t multiple_of() const override { return 2; }
  [[nodiscard]] bool inverts() const override { return true; }
  [[nodiscard]] torch::Tensor RawOf(const torch::Tensor& fused) const override;
  [[nodiscard]] bool zero_is_background() const override { return !sigmoid_; }
  [[nodiscard]] torch::Tensor Inverse(const torch::Tensor& y, const torch::Tensor& z) override;

  /// Sets the ActNorm from the first batch [N,S,H,W], where any modality is not 0; nothing when it is set.
  void InitialiseFrom(const torch::Tensor& images);
  [[nodiscard]] bool initialised() const { return norm_->initialised(); }

 private:
  [[nodiscard]] torch::Tensor InSlotOrder(const torch::Tensor& images,
                                          const std::vector<int64_t>& slots) const;
  [[nodiscard]] torch::Tensor Mixed(const torch::Tensor& x, bool back) const;

  bool from_mean_, sigmoid_;
  ActNorm norm_ = nullptr;
  GlowCoupling first_ = nullptr, last_ = nullptr;
  Permutation permutation_ = nullptr;               // of the S channels, as published
  torch::nn::ModuleList couplings_, permutations_;  // at half resolution
};
TORCH_MODULE(FusionInn);

}  // namespace f4s

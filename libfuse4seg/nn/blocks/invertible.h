// Invertible layers: the input can be reconstructed, exactly to rounding.
//
// Shapes:  N images, C channels, H, W; all layers keep [N,C,H,W].
//
// As in FusionINN: Kingma and Dhariwal, "Glow", NeurIPS 2018 (ActNorm, couplings); Ardizzone et al.,
// "Guided Image Generation with Conditional Invertible Neural Networks", arXiv:1907.02392 (bounded scales).

#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <mutex>
#include <string>
#include <utility>

#include "libfuse4seg/nn/blocks/layers.h"

namespace f4s {

/// Each channel scaled and shifted: y = x e^l + b.  2 C weights, which start at 0 and become the first
/// batch's log(1 / std) and -mean / std, so that it leaves with mean 0 and variance 1.
class ActNormImpl : public torch::nn::Module {
 public:
  explicit ActNormImpl(int64_t channels);
  torch::Tensor forward(const torch::Tensor& x);
  torch::Tensor Inverse(const torch::Tensor& y);
  /// Channel `channel` alone: [N,1,H,W].
  torch::Tensor ForwardOf(int64_t channel, const torch::Tensor& x);
  torch::Tensor InverseOf(int64_t channel, const torch::Tensor& y);

  /// Takes the first batch's statistics over the pixels where `counted` [N,1,H,W] is not 0, all where it is
  /// 0 everywhere.  A channel that is nearly constant there keeps the scale 1: its standard deviation would
  /// make what it ever holds huge.  In double precision, on one thread: the same for the same batch.
  void InitialiseFrom(const torch::Tensor& x, const torch::Tensor& counted);

  /// Whether InitialiseFrom() was called, or the weights came from where it was.  Waits for the device.
  [[nodiscard]] bool initialised() const;

  torch::Tensor log_scale, bias;  ///< [C]

 private:
  torch::Tensor initialised_;  // [1] int64, 0 or 1: a buffer, so that a resumed run does not do it again
};
TORCH_MODULE(ActNorm);

/// An affine coupling of both halves, x1 of C/2 channels (rounded down) and x2 of the others:
///
///     y1 = x1 e^S(s2(x2)) + t2(x2)
///     y2 = x2 e^S(s1(y1)) + t1(y1),     S(s) = 1.272 atan(s), within +-2
///
/// (s, t) of each come from two 3x3 convolutions with zeros around and a ReLU between.  They start at 0, so
/// that a coupling starts as nothing; or, with `relu`, the second ends in a ReLU too, as published, and so no
/// channel is ever made smaller: such start at random.
class GlowCouplingImpl : public torch::nn::Module {
 public:
  GlowCouplingImpl(int64_t channels, int64_t hidden, bool relu);
  torch::Tensor forward(const torch::Tensor& x);
  torch::Tensor Inverse(const torch::Tensor& y);

 private:
  struct Affine {
    torch::Tensor log_scale, shift;
  };
  Affine First(const torch::Tensor& y1);
  Affine Second(const torch::Tensor& x2);
  [[nodiscard]] Affine Bounded(const torch::Tensor& both) const;

  int64_t half_;
  bool relu_;
  Conv first_in_ = nullptr, first_out_ = nullptr, second_in_ = nullptr, second_out_ = nullptr;
};
TORCH_MODULE(GlowCoupling);

/// The channels in another order, which is drawn from the seed and kept with the weights.
class PermutationImpl : public torch::nn::Module, public SelfInitialised {
 public:
  explicit PermutationImpl(int64_t channels);
  torch::Tensor forward(const torch::Tensor& x);
  torch::Tensor Inverse(const torch::Tensor& y);
  void Draw(uint64_t seed) override;

 private:
  struct Orders {
    torch::Tensor there, back;  // [C] int64
  };
  /// Looks at the order once each time that it has changed: to look is to wait for a GPU.
  /// @throws Error(kBadInput, "model.weights") when what was loaded is no order.
  [[nodiscard]] Orders Known() const;

  torch::Tensor order_;  // [C] int64, a buffer
  mutable std::mutex mutex_;
  mutable Orders known_;
  mutable std::pair<std::string, uint64_t> known_at_;  // device and version of what was looked at
};
TORCH_MODULE(Permutation);

/// 2x2 pixels of C channels to one of 4 C, [N,4C,H/2,W/2], and back.  H, W even.
[[nodiscard]] torch::Tensor SpaceToDepth(const torch::Tensor& x);
[[nodiscard]] torch::Tensor DepthToSpace(const torch::Tensor& x);

}  // namespace f4s

// The convolutional stem of TransUNet: three stages of a residual network with standardised weights.
//
// Shapes:  N cases, C input channels, w = width, H and W multiples of 16.
//
//     root            7x7 of stride 2, normalisation, ReLU                w    1/2
//     largest of 3x3  of stride 2                                              1/4
//     stages          of 3, 4 and 9 units, the last two of stride 2       4w   1/4,  8w  1/8,  16w  1/16
//
// Chen et al., "TransUNet", arXiv:2102.04306, after Kolesnikov et al., "Big Transfer", ECCV 2020.

#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/pimpl.h>

#include <vector>

#include "libfuse4seg/nn/blocks/layers.h"

namespace f4s {

/// A convolution without bias whose weights are standardised before each use: those of an output have mean 0
/// and (biased) variance 1.  Qiao et al., "Weight Standardization", arXiv:1903.10520.
class StandardisedConvImpl : public torch::nn::Module, public SelfInitialised {
 public:
  StandardisedConvImpl(int64_t in, int64_t out, int64_t kernel, int64_t stride);
  torch::Tensor forward(const torch::Tensor& x);
  void Draw(uint64_t seed) override;
  torch::Tensor weight;  ///< [out,in,kernel,kernel]

 private:
  int64_t stride_;
};
TORCH_MODULE(StandardisedConv);

/// 1x1 to out/4 channels, 3x3 of `stride`, 1x1 to `out`, each normalised; ReLU between and after the input is
/// added, which passes a 1x1 convolution and a normalisation where shapes differ.
class BottleneckImpl : public torch::nn::Module {
 public:
  BottleneckImpl(int64_t in, int64_t out, int64_t stride);
  torch::Tensor forward(const torch::Tensor& x);

 private:
  StandardisedConv conv1_ = nullptr, conv2_ = nullptr, conv3_ = nullptr, shortcut_ = nullptr;
  GroupNorm norm1_ = nullptr, norm2_ = nullptr, norm3_ = nullptr, shortcut_norm_ = nullptr;
};
TORCH_MODULE(Bottleneck);

class ResnetStemImpl : public torch::nn::Module {
 public:
  /// @param width  w, a multiple of 8
  ResnetStemImpl(int64_t channels, int64_t width);

  /// [N,C,H,W] -> features of the root and the three stages, from fine to coarse.
  std::vector<torch::Tensor> forward(const torch::Tensor& x);

  /// Of each of these.
  [[nodiscard]] std::vector<int64_t> channels() const {
    return {width_, 4 * width_, 8 * width_, 16 * width_};
  }

 private:
  int64_t width_;
  StandardisedConv root_ = nullptr;
  GroupNorm root_norm_ = nullptr;
  std::vector<torch::nn::ModuleList> stages_;
};
TORCH_MODULE(ResnetStem);

}  // namespace f4s

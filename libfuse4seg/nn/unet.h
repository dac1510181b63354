// The plain segmentation network: a U-Net as nnU-Net builds one for slices.
//
// Shapes:  N cases, C input channels, K classes with the background, H, W >= 1 of any size; inside, images
// are mirrored at their lower and right end to multiples of 2^levels, at least twice that.  Level l has
// min(width 2^l, 512) channels and planes of H/2^l x W/2^l.
//
// Ronneberger et al., "U-Net", MICCAI 2015; Isensee et al., "nnU-Net", Nature Methods 18 (2021) 203.

#pragma once

#include <torch/nn/modules/container/modulelist.h>

#include "libfuse4seg/nn/any_segmentation_net.h"
#include "libfuse4seg/nn/layers.h"

namespace f4s {

/// Normalisation over the plane of each channel of [N,C,H,W], epsilon 1e-5, weight and bias; a
/// constant plane becomes the bias.
class InstanceNormImpl : public torch::nn::Module {
 public:
  explicit InstanceNormImpl(int64_t channels);
  torch::Tensor forward(const torch::Tensor& x);
  torch::Tensor weight, bias;  ///< [C]
};
TORCH_MODULE(InstanceNorm);

/// Two 3x3 convolutions with bias, each with instance normalisation and leaky ReLU of slope 0.01.
/// [N,in,H,W] -> [N,out,H/stride,W/stride].
class UNetStageImpl : public torch::nn::Module {
 public:
  UNetStageImpl(int64_t in, int64_t out, int64_t stride);
  torch::Tensor forward(const torch::Tensor& x);

 private:
  Conv conv1_ = nullptr, conv2_ = nullptr;
  InstanceNorm norm1_ = nullptr, norm2_ = nullptr;
};
TORCH_MODULE(UNetStage);

/// Transposed 2x2 convolution of stride 2 with bias: [N,in,H,W] -> [N,out,2H,2W].
class UpConvImpl : public torch::nn::Module, public SelfInitialised {
 public:
  UpConvImpl(int64_t in, int64_t out);
  torch::Tensor forward(const torch::Tensor& x);
  void Draw(uint64_t seed) override;
  torch::Tensor weight, bias;  ///< [in,out,2,2], uniform in +-1/sqrt(in); [out], starts at 0
};
TORCH_MODULE(UpConv);

class UNetImpl : public AnySegmentationNetImpl {
 public:
  /// @param options  resolved: width and levels
  UNetImpl(const SegmentationNetOptions& options, int64_t channels, int64_t classes);

  torch::Tensor forward(const torch::Tensor& input) override;

  /// Of the decoder's levels 0, 1, ... but for its lowest, whose weight in nnU-Net's loss is 0; of
  /// level 0 alone where there are no others.
  std::vector<torch::Tensor> AllLogits(const torch::Tensor& input) override;

  [[nodiscard]] int64_t multiple_of() const override { return int64_t{1} << levels_; }

 private:
  /// The decoder's features of levels 0 to levels - 1.
  [[nodiscard]] std::vector<torch::Tensor> Features(const torch::Tensor& input);

  int64_t levels_;
  torch::nn::ModuleList down_, up_, merge_, head_;  // by level: 0.., 1.., 0.., 0..
};
TORCH_MODULE(UNet);

}  // namespace f4s

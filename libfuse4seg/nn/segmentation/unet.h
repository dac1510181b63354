// The plain segmentation network: a U-Net as nnU-Net builds one for slices.
//
// Shapes:  N cases, C input channels, K classes with the background, H, W >= 1 of any size; inside, images
// are mirrored at their lower and right end to multiples of 2^levels, at least twice that.  Level l has
// min(width 2^l, 512) channels and planes of H/2^l x W/2^l.
//
// Ronneberger et al., "U-Net", MICCAI 2015; Isensee et al., "nnU-Net", Nature Methods 18 (2021) 203.

#pragma once

#include <torch/nn/modules/container/modulelist.h>

#include "libfuse4seg/nn/blocks/layers.h"
#include "libfuse4seg/nn/segmentation/any_segmentation_net.h"

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

/// Channels of level l: min(width 2^l, 512).
[[nodiscard]] int64_t UNetWidth(const SegmentationNetOptions& options, int64_t level);

/// x [N,C,H,W] as a U-Net of that depth works on it: mirrored to its multiples, its patches of patch x patch
/// pixels as channels [N,C patch^2,H/patch,W/patch], channels last in memory.
[[nodiscard]] torch::Tensor PaddedForUNet(const torch::Tensor& x, int64_t levels, int64_t patch = 1);

/// What makes logits of the features of all levels: each level's, doubled, is joined to that above.
class UNetDecoder {
 public:
  /// @param owner    gets the weights: "up", "merge" and "head"
  /// @param options  resolved: width, levels and patch
  UNetDecoder(torch::nn::Module& owner, const SegmentationNetOptions& options, int64_t classes);

  /// @param levels  [N,C_l,h/2^l,w/2^l] of levels 0 to `levels`, with h = H/patch and w = W/patch
  /// @param all     whether deep supervision wants them
  /// @return        logits of all pixels, from level 0; with `all` of cells of 2, 4, ... pixels too, those
  /// within
  ///                a patch from level 0 and others from their own, but for the decoder's lowest, whose
  ///                weight in nnU-Net's loss is 0.  The i-th cut to ceil(rows/2^i) x ceil(columns/2^i).
  [[nodiscard]] std::vector<torch::Tensor> Logits(std::vector<torch::Tensor> levels, int64_t rows,
                                                  int64_t columns, bool all) const;

 private:
  torch::nn::ModuleList up_, merge_;  // by level, from 0
  torch::nn::ModuleList head_;        // by the cells of their logits, from 1 pixel
  int64_t patch_, within_ = 0;        // heads whose cells lie within a patch
};

class UNetImpl : public AnySegmentationNetImpl {
 public:
  /// @param options  resolved: width, levels and patch
  UNetImpl(const SegmentationNetOptions& options, int64_t channels, int64_t classes);

  torch::Tensor forward(const torch::Tensor& input, const std::vector<int64_t>& slots = {}) override;
  std::vector<torch::Tensor> AllLogits(const torch::Tensor& input,
                                       std::vector<torch::Tensor>* energies = nullptr) override;

  [[nodiscard]] int64_t multiple_of() const override { return patch_ << levels_; }

 private:
  /// The encoder's features of levels 0 to levels_.
  [[nodiscard]] std::vector<torch::Tensor> Features(const torch::Tensor& input);

  int64_t levels_, patch_;
  torch::nn::ModuleList down_;  // by level, from 0
  UNetDecoder decoder_;
};
TORCH_MODULE(UNet);

}  // namespace f4s

// The segmentation network of cross-modal self-attention distillation: an encoder for each modality.
//
// Shapes:  N cases, S modalities (2 to 4), K classes with the background, H, W >= 1 of any size, mirrored as
// in the U-Net (unet.h), whose stages, widths and decoder these are.  Level l has C_l = min(width 2^l, 512)
// channels.
//
// At each level the modalities' features are merged (correlated_fusion.h) into those that one decoder joins;
// the lowest are what it begins with.
//
// Zhang et al., "Cross-Modal Self-Attention Distillation for Prostate Cancer Segmentation", arXiv:2011.03908;
// IEEE JBHI 26(11), 2022.

#pragma once

#include "libfuse4seg/nn/segmentation/unet.h"

namespace f4s {

/// |F|^2, the mean over channels of features [N,C,h,w] squared: [N,h,w].  Behind a softmax over the plane it
/// is the attention of Hou et al., "Self Attention Distillation", ICCV 2019.
[[nodiscard]] torch::Tensor EnergyOf(const torch::Tensor& features);

class CsadNetImpl : public AnySegmentationNetImpl {
 public:
  /// @param options     resolved: width, levels and merge
  /// @param modalities  S
  /// @throws Error(kConfig, "network.modalities") for fewer than 2.
  CsadNetImpl(const SegmentationNetOptions& options, int64_t modalities, int64_t classes);

  /// @param slots  the modalities that are there, ascending; the others take no part at any level.
  torch::Tensor forward(const torch::Tensor& input, const std::vector<int64_t>& slots = {}) override;

  /// @param energies  [N,S,h_l,w_l] of levels 0 to `levels`, of the encoders' features before they are merged
  std::vector<torch::Tensor> AllLogits(const torch::Tensor& input,
                                       std::vector<torch::Tensor>* energies = nullptr) override;

  [[nodiscard]] int64_t num_energies() const override { return levels_ + 1; }
  [[nodiscard]] int64_t multiple_of() const override { return int64_t{1} << levels_; }

 private:
  /// By level, then by modality; undefined for those that are not there.
  using Features = std::vector<std::vector<torch::Tensor>>;
  [[nodiscard]] Features Encoded(const torch::Tensor& input, const std::vector<int64_t>& slots);
  [[nodiscard]] std::vector<torch::Tensor> Merged(const Features& features);

  int64_t levels_;
  bool correlated_;
  torch::nn::ModuleList branch_, fusion_;  // by modality, a list by level; by level
  UNetDecoder decoder_;
};
TORCH_MODULE(CsadNet);

}  // namespace f4s

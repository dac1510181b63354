// The segmentation network of cross-modal self-attention distillation: an encoder for each modality.
//
// Shapes:  N cases, S modalities (2 to 4), K classes with the background, H, W >= 1 of any size, mirrored as
// in the U-Net (unet.h), whose stages, widths and decoder these are.  Level l has C_l = min(width 2^l, 512)
// channels.
//
// At each level the modalities' features are merged (CorrelatedFusion) into those that one decoder joins;
// the lowest are what it begins with.
//
// Zhang et al., "Cross-Modal Self-Attention Distillation for Prostate Cancer Segmentation", arXiv:2011.03908;
// IEEE JBHI 26(11), 2022.

#pragma once

#include <torch/nn/modules/container/modulelist.h>
#include <vector>

#include "libfuse4seg/nn/blocks/layers.h"
#include "libfuse4seg/nn/segmentation/unet.h"

namespace f4s {

// Merging the features of several modalities by what they have in common and what each adds.
//
// Shapes:  S modalities of the network, P <= S of them present, N cases, C channels, h x w cells.
//
// F_m being modality m's features behind a 1x1 convolution of its own,
//
//     merged = sum_m g_m * F_m + conv3x3([F_1,...,F_S])        the correlated, and the complementary part
//     g      = softmax over the modalities present of r,   r_m = (1/P) sum_n c_mn
//     c_mn   = conv3x3(F_m * F_n) = -c_nm                      a convolution for each pair m < n
//
// c_mn is how much the correlation of two modalities speaks for the first of them, as the logarithm of odds,
// and r are the ratings that fit all pairs best by least squares.  Of two modalities that is
//
//     merged = g * F_1 + (1 - g) * F_2 + conv3x3([F_1,F_2]),   g = sigmoid(conv3x3(F_1 * F_2))
//
// A modality that is not there takes no part in the gates, and adds nothing.
//
// After Zhang et al.'s module of spatially correlated and complementary feature fusion (SCFF).  Of it we know
// what its abstract says; the formulae are ours.

class CorrelatedFusionImpl : public torch::nn::Module {
 public:
  /// @param modalities  S, 2 at least
  CorrelatedFusionImpl(int64_t modalities, int64_t channels);

  /// @param features  S tensors [N,C,h,w], undefined where a modality is not there; one at least is.
  /// @return          [N,C,h,w]
  torch::Tensor forward(const std::vector<torch::Tensor>& features);

  /// The gates g_m of features behind their 1x1 convolutions, undefined where those are: of those that are
  /// there they sum to 1 at each place of [N,C,h,w].
  [[nodiscard]] std::vector<torch::Tensor> Gates(const std::vector<torch::Tensor>& own);

 private:
  torch::nn::ModuleList own_, gate_;  ///< of each modality, of each pair m < n: 01, 02, ..., 12, ...
  Conv together_ = nullptr;
};
TORCH_MODULE(CorrelatedFusion);

/// For comparison, without gates: a 1x1 convolution of all features concatenated, zeros for
/// those that are not there.  Takes and gives the same.
class ConcatenatedFusionImpl : public torch::nn::Module {
 public:
  ConcatenatedFusionImpl(int64_t modalities, int64_t channels);
  torch::Tensor forward(const std::vector<torch::Tensor>& features);

 private:
  Conv together_ = nullptr;
};
TORCH_MODULE(ConcatenatedFusion);

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

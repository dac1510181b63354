// The fusion network: 2 to 4 modalities of one anatomy into one image.
//
// Shapes:  N cases, M modalities given (1 <= M <= S, the slots that the network knows), C = dim
// channels, H, W >= 1 of any size; inside, images are mirrored at their lower and right end to
// multiples of the patch and features have h = ceil(H/p), w = ceil(W/p), at least 2.
//
// Zhao et al., "CDDFuse", CVPR 2023, whose two fusion layers work on the sums of two; here sums
// over M modalities are scaled by 2/M, so that the layers meet the same range for any M.

#pragma once

#include <vector>

#include "libfuse4seg/nn/blocks/cross_attention.h"
#include "libfuse4seg/nn/fusion/any_fusion_net.h"
#include "libfuse4seg/nn/fusion/encoder_decoder.h"

namespace f4s {

/// How the fused image F arises from the decoder's features:
///
///     residual none      F = the decoder's image, in 0..1 by a sigmoid (the paper's)
///     sum                the same with sum_i M_i added before the sigmoid (CDDFuse's for infrared images)
///     mean, maximum      F = clamp(R + sum_i t_i M_i),  t_i = b * 1.5 tanh(o_i) at each pixel,
///
/// with b the filter 1 2 1 / 4 along rows and columns, so that detail comes from the modalities alone: rough
/// weights end as chequerboards, which Sobel gradients do not see and segmentation networks read as a code;
/// R the mean or maximum of the modalities and o_i from the decoder's features and those of
/// modality i by one convolution for all modalities, which starts at 0: F starts as R, and a
/// place that is 0 in all modalities stays 0.  Gradients pass the clamp inwards (ClampInward).
///
/// With attention "cross" what CrossAttention gives is added to the scaled sums: for base features
/// globally, over cells of 8 x 8 pixels (fewer where the patch does not divide 8), for detail features
/// within windows of 8 x 8 features.  It starts at 0, and one modality alone has none.
class FusionNetImpl : public AnyFusionNetImpl {
 public:
  /// @param options     resolved
  /// @param modalities  S, the slots
  FusionNetImpl(const FusionNetOptions& options, int64_t modalities);

  FusionOutput forward(const torch::Tensor& images, const std::vector<int64_t>& slots = {},
                       AttentionMaps* maps = nullptr) override;

  /// The encoder alone; arguments as above.
  ModalityFeatures Encode(const torch::Tensor& images, const std::vector<int64_t>& slots = {});

  /// The decoder alone, of each modality's own features: [N,M,H,W] in 0..1, for pre-training.
  torch::Tensor Reconstruct(const ModalityFeatures& features, int64_t rows, int64_t columns);

  [[nodiscard]] int64_t multiple_of() const override { return options_.patch; }
  [[nodiscard]] bool attends() const override { return !base_attention_.is_empty(); }

  Encoder encoder = nullptr;
  Decoder decoder = nullptr;

 private:
  [[nodiscard]] torch::Tensor Padded(const torch::Tensor& images) const;
  [[nodiscard]] BandFeatures Merge(const ModalityFeatures& features, const std::vector<int64_t>& slots,
                                   AttentionMaps* maps);
  [[nodiscard]] AttentionMaps MapsOf(const AttentionWeights& weights, const ModalityFeatures& features,
                                     const BandFeatures& added, const std::vector<int64_t>& slots) const;
  /// The fused image [N,1,H,W], at the size of the padded images.
  [[nodiscard]] torch::Tensor Decoded(const torch::Tensor& images, const torch::Tensor& trunk,
                                      const torch::Tensor& details);
  [[nodiscard]] torch::Tensor Mixed(const torch::Tensor& images, const torch::Tensor& trunk,
                                    const torch::Tensor& details);

  FusionNetOptions options_;
  ChannelTransformer base_fusion_ = nullptr;
  DetailExtraction detail_fusion_ = nullptr;
  CrossAttention base_attention_ = nullptr, detail_attention_ = nullptr;
  torch::Tensor slot_embedding_;  // [S,C], starts at 0
  Conv mix_trunk_ = nullptr, mix_detail_ = nullptr, mix_output_ = nullptr;
};
TORCH_MODULE(FusionNet);

}  // namespace f4s

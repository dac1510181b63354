// The whole network of a model: fusion, segmentation, or both.
//
// The same input gives the same bits on any thread of a build, as long as torch has one thread for
// a forward pass, at::set_num_threads(1): with more, it splits sums by their number.  So cases go
// to threads, not parts of a case.
//
// Shapes:  N cases, M modalities given, S slots of the model, K classes, H rows, W columns.

#pragma once

#include <optional>
#include <vector>

#include "libfuse4seg/model/model_description.h"
#include "libfuse4seg/nn/fusion/any_fusion_net.h"
#include "libfuse4seg/nn/segmentation/any_segmentation_net.h"

namespace f4s {

/// Holds `fusion` and `segmentation`, either of which may be empty; weights are named
/// "fusion...." and "segmentation....".
class NetworkImpl : public torch::nn::Module {
 public:
  /// @param options  any; resolved here
  /// @param slots    S: modalities that the model knows
  /// @param classes  K with the background; 0: no segmentation network
  /// @param fuses    whether there is a fusion network
  /// @throws Error(kConfig, "network.input") when a segmentation network is to see features of none.
  NetworkImpl(const NetworkOptions& options, int64_t slots, int64_t classes, bool fuses);

  /// What the segmentation network sees, by the option `input`, C channels of H x W pixels:
  ///
  ///     fused         the fused image                                              C = 1
  ///     images        the images in their slots, 0 where a slot has none           C = S
  ///     both          the fused image, then the images                             C = 1 + S
  ///     features      the merged features that the fused image is decoded from     C = dim
  ///     concatenated  base and detail features of each slot's modality, not merged C = 2 dim S
  ///
  /// Features of patches are interpolated bilinearly to pixels.  The last two are for ablation: without
  /// the decoder between fusion and segmentation, and without fusion.
  /// @param images  [N,M,H,W]; for the first and the fourth it may be undefined
  /// @param slots   the slot of each; empty: the first M
  /// @param output  the fusion network's of these images, or output.Detached(); for "images" it may be empty
  [[nodiscard]] torch::Tensor SegmentationInput(const torch::Tensor& images,
                                                const std::vector<int64_t>& slots,
                                                const FusionOutput& output) const;

  /// The same of a fused image [N,1,H,W] from wherever, or undefined for "images".
  /// @throws Error(kConfig, "network.input") where features are wanted.
  [[nodiscard]] torch::Tensor SegmentationInput(const torch::Tensor& images,
                                                const std::vector<int64_t>& slots,
                                                const torch::Tensor& fused) const;

  [[nodiscard]] const NetworkOptions& options() const { return options_; }  ///< resolved
  [[nodiscard]] int64_t multiple_of() const;

  AnyFusionNet fusion = nullptr;
  AnySegmentationNet segmentation = nullptr;

 private:
  /// Planes [N,P,H,W] of the M modalities given, in the places of their slots: [N,S P,H,W].
  [[nodiscard]] torch::Tensor InSlots(const std::vector<torch::Tensor>& planes,
                                      const std::vector<int64_t>& slots) const;

  NetworkOptions options_;
  int64_t slots_;
};
TORCH_MODULE(Network);

/// The network that a model's description tells of, with weights drawn from `seed`: it fuses
/// where it gives "fused", and segments where it gives "prediction".
/// @throws Error(kBadInput, "model.network") when the hyper-parameters cannot be.
[[nodiscard]] Network BuildNetwork(const ModelDescription& description, uint64_t seed = 0);

}  // namespace f4s

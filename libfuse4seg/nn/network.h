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

#include "libfuse4seg/data/model_description.h"
#include "libfuse4seg/nn/fusion_net.h"
#include "libfuse4seg/nn/segmentation_net.h"

namespace f4s {

/// Holds `fusion` and `segmentation`, either of which may be empty; weights are named
/// "fusion...." and "segmentation....".
class NetworkImpl : public torch::nn::Module {
 public:
  /// @param options  any; resolved here
  /// @param slots    S: modalities that the model knows
  /// @param classes  K with the background; 0: no segmentation network
  /// @param fuses    whether there is a fusion network
  NetworkImpl(const NetworkOptions& options, int64_t slots, int64_t classes, bool fuses);

  /// What the segmentation network sees: `fused`, the images in their slots (0 where a slot has
  /// none), or both, fused first.
  /// @param images  [N,M,H,W]; undefined where the input is the fused image
  /// @param slots   the slot of each; empty: the first M
  /// @param fused   [N,1,H,W]; undefined where the input is the images
  /// @return        [N,C,H,W] with C = 1, S or 1 + S
  [[nodiscard]] torch::Tensor SegmentationInput(const torch::Tensor& images,
                                                const std::vector<int64_t>& slots,
                                                const torch::Tensor& fused) const;

  [[nodiscard]] const NetworkOptions& options() const { return options_; }  ///< resolved
  [[nodiscard]] int64_t multiple_of() const;

  FusionNet fusion = nullptr;
  SegmentationNet segmentation = nullptr;

 private:
  NetworkOptions options_;
  int64_t slots_;
};
TORCH_MODULE(Network);

/// The network that a model's description tells of, with weights drawn from `seed`: it fuses
/// where it gives "fused", and segments where it gives "prediction".
/// @throws Error(kBadInput, "model.network") when the hyper-parameters cannot be.
[[nodiscard]] Network BuildNetwork(const ModelDescription& description, uint64_t seed = 0);

}  // namespace f4s

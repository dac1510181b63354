// What every segmentation network is to the rest of the suite.
//
// Shapes:  N cases, C input channels, K classes with the background, H, W >= 1 of any size, S modalities.

#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include <vector>

#include "libfuse4seg/model/network_options.h"

namespace f4s {

class AnySegmentationNetImpl : public torch::nn::Module {
 public:
  explicit AnySegmentationNetImpl(int64_t channels) : channels_(channels) {}

  /// @param input  [N,C,H,W], images in 0..1, or features
  /// @param slots  those that have an image, where `input` is the images in their slots; empty: all.  A
  ///               network that tells modalities apart leaves the others out; else they are what they are in
  ///               `input`.
  /// @return       [N,K,H,W] logits
  /// @throws Error(kBadInput, "model.channels") when C is not the network's.
  virtual torch::Tensor forward(const torch::Tensor& input, const std::vector<int64_t>& slots = {}) = 0;

  /// Logits for deep supervision, in training: first forward()'s, then perhaps others, the i-th
  /// [N,K,ceil(H/2^i),ceil(W/2^i)].
  /// @param energies  set, if given, to num_energies() tensors [N,S,h,w], for loss/distillation_loss.h
  virtual std::vector<torch::Tensor> AllLogits(const torch::Tensor& input,
                                               std::vector<torch::Tensor>* energies = nullptr) {
    if (energies != nullptr) energies->clear();
    return {forward(input)};
  }

  /// Levels at which the network has features of each modality by itself.
  [[nodiscard]] virtual int64_t num_energies() const { return 0; }

  /// Sides of images that take no padding.
  [[nodiscard]] virtual int64_t multiple_of() const = 0;

  [[nodiscard]] int64_t channels() const { return channels_; }

 protected:
  void RequireChannels(const torch::Tensor& input) const;

 private:
  int64_t channels_;
};
TORCH_MODULE(AnySegmentationNet);

/// The kind that `options` names.
/// @param options  resolved
[[nodiscard]] AnySegmentationNet BuildSegmentationNet(const SegmentationNetOptions& options, int64_t channels,
                                                      int64_t classes);

}  // namespace f4s

// What every fusion network is to the rest of the suite.
//
// Shapes:  N cases, M modalities given (1 <= M <= S, the slots that the network knows), C channels of
// features, H, W >= 1 of any size; h, w of features.

#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include <vector>

#include "libfuse4seg/model/network_options.h"
#include "libfuse4seg/nn/fusion/encoder_decoder.h"

namespace f4s {

/// What the encoder makes of the modalities.
struct ModalityFeatures {
  torch::Tensor base, detail;  ///< [N,M,C,h,w]
};

struct FusionOutput {
  torch::Tensor fused;          ///< [N,1,H,W], in 0..1
  ModalityFeatures modalities;  ///< for losses on the bands
  BandFeatures merged;          ///< [N,C,h,w]: what was decoded
  torch::Tensor reduced;        ///< [N,C,h,w]: both bands in one, the decoder's first layer
  /// Of a network that inverts: what its Inverse() takes.  H', W' are H, W rounded up to multiple_of().
  torch::Tensor y;  ///< [N,1,H',W']: what `fused` stands for, before its range was bounded
  torch::Tensor z;  ///< [N,S-1,H',W']: what the fused image does not say, normal numbers once trained

  /// The same without history: no gradient passes.  Of an empty one, an empty one.
  [[nodiscard]] FusionOutput Detached() const;
};

/// Where the cross-attention looked, as images.  The modality in the lowest slot asks the others.
struct AttentionMaps {
  int64_t query = 0;          ///< place among the M modalities of the one that asks
  std::vector<int64_t> keys;  ///< places of the others, ascending

  /// [N,M-1,H,W]: the attention that each token of the others received, mean over queries and heads; over
  /// the tokens of all others it sums to 1.  Global attention, of base features.
  torch::Tensor received;
  /// [N,1,H,W]: how widely each query spread its attention, 0 (on one token) to 1 (evenly).
  torch::Tensor entropy;
  /// [N,1,H,W]: |a| / (|a| + sum_i |X_i|), lengths over channels of what attention adds and of the
  /// modalities' features; 0 before training.
  torch::Tensor base_contribution, detail_contribution;
};

class AnyFusionNetImpl : public torch::nn::Module {
 public:
  /// @param slots  S
  explicit AnyFusionNetImpl(int64_t slots) : slots_(slots) {}

  /// @param images  [N,M,H,W], values in 0..1
  /// @param slots   the slot of each of the M modalities; empty: the first M.  Any subset that the network
  ///                can do with, in any order: images and slots reordered alike give the same F to rounding.
  /// @param maps    set, without history, if given; nothing else depends on that
  /// @throws Error(kBadInput, "model.modalities") when they do not fit;
  ///         Error(kBadInput, "model.attention") when there are no maps to give.
  virtual FusionOutput forward(const torch::Tensor& images, const std::vector<int64_t>& slots = {},
                               AttentionMaps* maps = nullptr) = 0;

  [[nodiscard]] virtual int64_t multiple_of() const = 0;        ///< sides of images that take no padding
  [[nodiscard]] virtual bool attends() const { return false; }  ///< there are maps
  /// Inverse() and RawOf() work, y and z are set.
  [[nodiscard]] virtual bool inverts() const { return false; }
  /// F is 0 where all modalities are, and nowhere else.
  [[nodiscard]] virtual bool zero_is_background() const { return false; }

  /// What y would be if `fused` said all of it: [N,1,H,W] in 0..1 -> [N,1,H',W'].
  /// @throws Error(kBadInput, "model.inverse") of a network that does not invert; Inverse() likewise.
  [[nodiscard]] virtual torch::Tensor RawOf(const torch::Tensor& fused) const;

  /// The images, in the order of the slots, that forward() gives y and z of: [N,S,H',W'].  Exactly, to
  /// rounding; of which the upper left H x W were given, and the rest mirrors them.
  [[nodiscard]] virtual torch::Tensor Inverse(const torch::Tensor& y, const torch::Tensor& z);

  /// The images that a fused image, as it is stored, and latent planes stand for: Inverse() of RawOf(), and 0
  /// where the fused image is 0, of a network of which that is the background.
  /// @param fused  [N,1,H,W] in 0..1
  /// @param z      [N,S-1,H',W']
  /// @return       [N,S,H,W], which may leave 0..1
  [[nodiscard]] torch::Tensor Decompose(const torch::Tensor& fused, const torch::Tensor& z);
  [[nodiscard]] int64_t slots() const { return slots_; }

 protected:
  int64_t slots_;
};
TORCH_MODULE(AnyFusionNet);

/// The kind that `options` names.
/// @param options  resolved
[[nodiscard]] AnyFusionNet BuildFusionNet(const FusionNetOptions& options, int64_t slots);

}  // namespace f4s

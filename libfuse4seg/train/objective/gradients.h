// The gradients of a player, one vector.

#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace f4s {

using NamedParameters = std::vector<std::pair<std::string, torch::Tensor>>;

/// The parameters of `module` that take part in training, named PREFIX.NAME.
[[nodiscard]] NamedParameters NamedParametersOf(const torch::nn::Module& module, const std::string& prefix);

/// Places for the gradients of some parameters, side by side in one vector.  What a parameter has is its
/// grad(), a view of its place, so that what works on the vector (a sum over processes, a clip) works on all
/// of them at once.  A parameter that has no part in a loss has no gradient, and zeros in its place.
class Gradients {
 public:
  explicit Gradients(NamedParameters parameters);

  [[nodiscard]] const NamedParameters& parameters() const { return parameters_; }
  [[nodiscard]] size_t size() const { return parameters_.size(); }

  /// From now on no parameter has a gradient.
  void Clear();
  /// Adds to the gradients that there are: one of each parameter, undefined where it has none.
  void Add(const std::vector<torch::Tensor>& gradients);
  /// The gradients of all parameters, undefined where there is none, which keep their values: the next ones
  /// get another vector.  No parameter has a gradient then.
  [[nodiscard]] std::vector<torch::Tensor> Take();

  /// From now on no parameter has a gradient, nor memory for one.
  void Forget() { static_cast<void>(Take()); }

  /// [as many as there are numbers in all parameters], in use.
  [[nodiscard]] torch::Tensor& vector();

  /// Scales the gradients so that their common Euclidean norm is at most `most`.
  /// @return the norm before, a scalar tensor on their device.
  [[nodiscard]] torch::Tensor Clip(double most);

 private:
  [[nodiscard]] torch::Tensor PlaceOf(size_t i, const torch::Tensor& gradient);

  NamedParameters parameters_;
  bool alone_;                         ///< no other rank (ranks/ranks.h) has gradients of the same
  std::vector<int64_t> begins_;        ///< of the places
  int64_t count_ = 0;                  ///< of numbers
  torch::Tensor vector_;               ///< undefined until there is a gradient
  std::vector<torch::Tensor> places_;  ///< views of it, undefined until there is one
  std::vector<bool> dirty_;            ///< the place holds what is no gradient any more
};

}  // namespace f4s

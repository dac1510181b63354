// Optimisers whose whole state has names, so that it can be saved and had back exactly.

#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "libfuse4seg/nn/model_bundle.h"

namespace f4s {

using NamedParameters = std::vector<std::pair<std::string, torch::Tensor>>;

/// The parameters of `module` that take part in training, named PREFIX.NAME.
[[nodiscard]] NamedParameters NamedParametersOf(const torch::nn::Module& module, const std::string& prefix);

/// Adam: Kingma and Ba, ICLR 2015, algorithm 1, with beta 0.9 and 0.999 and epsilon 1e-8.
class Adam {
 public:
  explicit Adam(NamedParameters parameters);

  /// One step along the parameters' gradients; those without one stay.
  /// @param rate  learning rate of a parameter, by its name.
  void Step(const std::function<double(const std::string&)>& rate);

  /// All state but the parameters, under PREFIX.: the tensors are those in use.
  void AddState(const std::string& prefix, NamedTensors& state) const;
  [[nodiscard]] const NamedParameters& parameters() const { return parameters_; }

 private:
  NamedParameters parameters_;
  std::vector<torch::Tensor> first_, second_;
  torch::Tensor steps_;  // of each parameter: one that joins later must not start with the bias of others
};

/// Gradient descent with momentum and weight decay: v <- m v + g + d w, w <- w - rate v.
class MomentumDescent {
 public:
  MomentumDescent(NamedParameters parameters, double momentum, double weight_decay);
  void Step(double rate);
  void AddState(const std::string& prefix, NamedTensors& state) const;
  [[nodiscard]] const NamedParameters& parameters() const { return parameters_; }

 private:
  NamedParameters parameters_;
  std::vector<torch::Tensor> velocity_;
  double momentum_, weight_decay_;
};

/// Forgets all gradients.
void ClearGradients(const NamedParameters& parameters);

/// Scales gradients so that their common Euclidean norm is at most `most`.
/// @return the norm before, a scalar tensor.
[[nodiscard]] torch::Tensor ClipGradients(const NamedParameters& parameters, double most);

}  // namespace f4s

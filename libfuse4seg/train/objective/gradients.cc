#include "libfuse4seg/train/objective/gradients.h"

#include <torch/torch.h>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/train/ranks/ranks.h"

namespace f4s {

using torch::Tensor;

NamedParameters NamedParametersOf(const torch::nn::Module& module, const std::string& prefix) {
  NamedParameters parameters;
  for (const auto& named : module.named_parameters())
    parameters.emplace_back(prefix + "." + named.key(), named.value());
  return parameters;
}

Gradients::Gradients(NamedParameters parameters)
    : parameters_(std::move(parameters)),
      alone_(Ranks::Here().alone()),
      places_(parameters_.size()),
      dirty_(parameters_.size()) {
  for (const auto& [name, parameter] : parameters_) {
    begins_.push_back(count_);
    count_ += parameter.numel();
  }
}

void Gradients::Clear() {
  for (size_t i = 0; i < size(); ++i) {
    Tensor& gradient = parameters_[i].second.mutable_grad();
    dirty_[i] = dirty_[i] || gradient.defined();
    gradient.reset();
  }
}

Tensor Gradients::PlaceOf(size_t i, const Tensor& gradient) {
  const Tensor& parameter = parameters_[i].second;
  if (!vector_.defined()) vector_ = torch::zeros({count_}, parameter.options().requires_grad(false));
  // On the CPU in the order of the gradient's own memory, which is the order of the sums of its norm.  Fused
  // kernels want the parameter's, and ranks one that is the same on all of them.
  const Tensor& like = parameter.is_cpu() && alone_ ? gradient : parameter;
  const bool dense = like.is_non_overlapping_and_dense();
  Tensor& place = places_[i];
  if (!place.defined() || (dense && place.strides() != like.strides()))
    place = dense ? vector_.as_strided(parameter.sizes(), like.strides(), begins_[i])
                  : vector_.narrow(0, begins_[i], parameter.numel()).view(parameter.sizes());
  return place;
}

void Gradients::Add(const std::vector<Tensor>& gradients) {
  F4S_CHECK_EQ(gradients.size(), size());
  const torch::NoGradGuard no_grad;
  std::vector<Tensor> first, first_places, more, more_places;
  for (size_t i = 0; i < size(); ++i) {
    if (!gradients[i].defined()) continue;
    Tensor& own = parameters_[i].second.mutable_grad();
    if (own.defined()) {
      more.push_back(gradients[i]);
      more_places.push_back(own);
    } else {
      own = PlaceOf(i, gradients[i]);
      dirty_[i] = false;
      first.push_back(gradients[i]);
      first_places.push_back(own);
    }
  }
  if (!first.empty()) torch::_foreach_copy_(first_places, first);
  if (!more.empty()) torch::_foreach_add_(more_places, more);
}

std::vector<Tensor> Gradients::Take() {
  std::vector<Tensor> gradients;
  for (auto& [name, parameter] : parameters_) {
    gradients.push_back(parameter.grad());
    parameter.mutable_grad().reset();
  }
  vector_.reset();
  places_.assign(size(), {});
  dirty_.assign(size(), false);
  return gradients;
}

Tensor& Gradients::vector() {
  const torch::NoGradGuard no_grad;
  if (!vector_.defined() && size() > 0)
    vector_ = torch::zeros({count_}, parameters_.front().second.options().requires_grad(false));
  for (size_t i = 0; i < size(); ++i) {
    if (!dirty_[i]) continue;
    vector_.narrow(0, begins_[i], parameters_[i].second.numel()).zero_();
    dirty_[i] = false;
  }
  return vector_;
}

Tensor Gradients::Clip(double most) {
  const torch::NoGradGuard no_grad;
  std::vector<Tensor> own;
  for (const auto& [name, parameter] : parameters_)
    if (parameter.grad().defined()) own.push_back(parameter.grad());
  if (own.empty())
    return torch::zeros(
        {}, size() > 0 ? parameters_.front().second.options().requires_grad(false) : torch::TensorOptions());
  const Tensor norm = torch::stack(torch::_foreach_norm(own)).norm();
  const Tensor factor = (most / (norm + 1e-12)).clamp_max(1.0);
  torch::_foreach_mul_(own, factor);
  return norm;
}

}  // namespace f4s

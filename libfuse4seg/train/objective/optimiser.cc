#include "libfuse4seg/train/objective/optimiser.h"

#include <torch/torch.h>
#include <algorithm>
#include <cmath>

namespace f4s {

double HalvedRate(double base, int64_t epoch, int64_t every, double least) {
  const auto halvings = static_cast<int>(std::min<int64_t>(epoch / every, 1000));
  return std::max(std::min(base, least), std::ldexp(base, -halvings));
}

double PolyRate(double base, int64_t step, int64_t steps, double power, int64_t warmup) {
  const double left = 1 - static_cast<double>(step) / static_cast<double>(steps);
  const double rise = step < warmup ? static_cast<double>(step + 1) / static_cast<double>(warmup) : 1.0;
  return base * std::pow(left, power) * rise;
}

using torch::Tensor;

namespace {

constexpr double kBeta2 = 0.999, kEpsilon = 1e-8;

std::vector<Tensor> ZerosLike(const NamedParameters& parameters) {
  std::vector<Tensor> zeros;
  for (const auto& [name, parameter] : parameters) zeros.push_back(torch::zeros_like(parameter));
  return zeros;
}

}  // namespace

NamedParameters NamedParametersOf(const torch::nn::Module& module, const std::string& prefix) {
  NamedParameters parameters;
  for (const auto& named : module.named_parameters())
    parameters.emplace_back(prefix + "." + named.key(), named.value());
  return parameters;
}

Adam::Adam(NamedParameters parameters, double weight_decay, double beta1)
    : Optimiser(std::move(parameters)),
      first_(ZerosLike(parameters_)),
      second_(ZerosLike(parameters_)),
      steps_(torch::zeros({static_cast<int64_t>(parameters_.size())}, torch::kInt64)),
      weight_decay_(weight_decay),
      beta1_(beta1) {}

void Adam::Step(const std::function<double(const std::string&)>& rate) {
  const torch::NoGradGuard no_grad;
  auto* const steps = steps_.data_ptr<int64_t>();
  for (size_t i = 0; i < parameters_.size(); ++i) {
    auto& [name, parameter] = parameters_[i];
    const Tensor& gradient = parameter.grad();
    if (!gradient.defined()) continue;
    const auto t = static_cast<double>(++steps[i]);
    first_[i].mul_(beta1_).add_(gradient, 1 - beta1_);
    second_[i].mul_(kBeta2).addcmul_(gradient, gradient, 1 - kBeta2);
    const double step_size = rate(name);
    if (weight_decay_ > 0) parameter.mul_(1 - step_size * weight_decay_);
    const Tensor root = second_[i].sqrt().div_(std::sqrt(1 - std::pow(kBeta2, t))).add_(kEpsilon);
    parameter.addcdiv_(first_[i], root, -step_size / (1 - std::pow(beta1_, t)));
  }
}

void Adam::AddState(const std::string& prefix, NamedTensors& state) const {
  for (size_t i = 0; i < parameters_.size(); ++i) {
    state[prefix + ".first." + parameters_[i].first] = first_[i];
    state[prefix + ".second." + parameters_[i].first] = second_[i];
  }
  state[prefix + ".steps"] = steps_;
}

MomentumDescent::MomentumDescent(NamedParameters parameters, double momentum, double weight_decay,
                                 bool nesterov)
    : Optimiser(std::move(parameters)),
      velocity_(ZerosLike(parameters_)),
      momentum_(momentum),
      weight_decay_(weight_decay),
      nesterov_(nesterov) {}

void MomentumDescent::Step(const std::function<double(const std::string&)>& rate) {
  const torch::NoGradGuard no_grad;
  for (size_t i = 0; i < parameters_.size(); ++i) {
    auto& [name, parameter] = parameters_[i];
    if (!parameter.grad().defined()) continue;
    const double step_size = rate(name);
    if (!nesterov_) {
      velocity_[i].mul_(momentum_).add_(parameter.grad()).add_(parameter, weight_decay_);
      parameter.sub_(velocity_[i], step_size);
      continue;
    }
    const Tensor slope = parameter.grad().add(parameter, weight_decay_);
    velocity_[i].mul_(momentum_).add_(slope);
    parameter.sub_(slope.add_(velocity_[i], momentum_), step_size);
  }
}

void MomentumDescent::AddState(const std::string& prefix, NamedTensors& state) const {
  for (size_t i = 0; i < parameters_.size(); ++i)
    state[prefix + ".velocity." + parameters_[i].first] = velocity_[i];
}

void ClearGradients(const NamedParameters& parameters) {
  for (auto [name, parameter] : parameters) parameter.mutable_grad().reset();
}

Tensor ClipGradients(const NamedParameters& parameters, double most) {
  const torch::NoGradGuard no_grad;
  std::vector<Tensor> norms;
  for (const auto& [name, parameter] : parameters)
    if (parameter.grad().defined()) norms.push_back(parameter.grad().norm());
  if (norms.empty()) return torch::zeros({});
  const Tensor norm = torch::stack(norms).norm();
  const Tensor factor = (most / (norm + 1e-12)).clamp_max(1.0);
  for (const auto& [name, parameter] : parameters)
    if (parameter.grad().defined()) parameter.grad().mul_(factor);
  return norm;
}

WeightAverage::WeightAverage(const torch::nn::Module& module, double decay)
    : decay_(decay), steps_(torch::zeros({1}, torch::kInt64)) {
  if (decay_ == 0) return;
  for (const auto& [name, tensor] : WeightsOf(module)) {
    if (!tensor.is_floating_point()) continue;
    weights_[name] = tensor;
    averages_[name] = tensor.detach().clone();
  }
}

void WeightAverage::Update() {
  if (decay_ == 0) return;
  const torch::NoGradGuard no_grad;
  const auto t = static_cast<double>(steps_.data_ptr<int64_t>()[0]++);
  const double decay = std::min(decay_, (1 + t) / (10 + t));
  for (auto& [name, average] : averages_) average.lerp_(weights_.at(name), 1 - decay);
}

void WeightAverage::AddState(NamedTensors& state) const {
  if (decay_ == 0) return;
  for (const auto& [name, average] : averages_) state["average." + name] = average;
  state["average_steps"] = steps_;
}

void WeightAverage::Exchange() {
  const torch::NoGradGuard no_grad;
  for (auto& [name, average] : averages_) {
    torch::Tensor weights = weights_.at(name);
    const torch::Tensor before = weights.clone();
    weights.copy_(average);
    average.copy_(before);
  }
}

}  // namespace f4s

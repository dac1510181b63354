#include "libfuse4seg/train/objective/optimiser.h"

#include <torch/torch.h>
#include <algorithm>
#include <cmath>

#include "libfuse4seg/nn/blocks/constants.h"

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

void RatesOnDevice::Put(const std::vector<std::pair<std::string, double>>& rates,
                        const torch::Device& device) {
  std::vector<float> numbers;
  for (const auto& [name, rate] : rates) numbers.push_back(static_cast<float>(rate));
  if (!values_.defined()) {
    values_ = torch::empty({std::ssize(rates)}, torch::TensorOptions(device));
    for (size_t i = 0; i < rates.size(); ++i) places_[rates[i].first] = values_[static_cast<int64_t>(i)];
  }
  values_.copy_(Uploaded(torch::tensor(numbers), device));
}

LearningRate RatesOnDevice::Of(const std::string& name, double value) const {
  const auto place = places_.find(name);
  return place == places_.end() ? LearningRate(value) : LearningRate(value, place->second);
}

namespace {

constexpr double kBeta2 = 0.999, kEpsilon = 1e-8;

std::vector<Tensor> ZerosLike(const NamedParameters& parameters) {
  std::vector<Tensor> zeros;
  for (const auto& [name, parameter] : parameters) zeros.push_back(torch::zeros_like(parameter));
  return zeros;
}

std::vector<Tensor> Some(const std::vector<Tensor>& all, const std::vector<size_t>& numbers) {
  std::vector<Tensor> some;
  for (const size_t i : numbers) some.push_back(all[i]);
  return some;
}

torch::Device DeviceOf(const NamedParameters& parameters) {
  return parameters.empty() ? torch::Device(torch::kCPU) : parameters.front().second.device();
}

}  // namespace

std::vector<Optimiser::Group> Optimiser::GroupsOf(const Rate& rate) const {
  std::vector<Group> groups;
  for (size_t i = 0; i < parameters().size(); ++i) {
    const auto& [name, parameter] = parameters()[i];
    if (!parameter.grad().defined()) continue;
    const LearningRate own = rate(name);
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& g) {
      return own.there.defined() ? g.rate.there.is_same(own.there) : g.rate.value == own.value;
    });
    if (group == groups.end()) {
      group = groups.insert(group, Group());
      group->rate = own;
    }
    group->numbers.push_back(i);
    group->parameters.push_back(parameter);
    group->gradients.push_back(parameter.grad());
  }
  return groups;
}

void Optimiser::Step(const Rate& rate, const Tensor& may_move) {
  const torch::NoGradGuard no_grad;
  const auto device = DeviceOf(parameters());
  if (!device.is_cpu() || fused_) {
    const Tensor stays = may_move.defined() ? may_move.logical_not().to(torch::kFloat32)
                                            : torch::zeros({}, torch::TensorOptions(device));
    for (const Group& group : GroupsOf(rate)) StepFused(group, stays);
    return;
  }
  if (may_move.defined() && !may_move.item<bool>()) return;
  for (size_t i = 0; i < parameters().size(); ++i) {
    const auto& [name, parameter] = parameters()[i];
    if (!parameter.grad().defined()) continue;
    const LearningRate own = rate(name);
    StepOne(i, parameter.grad(), own.there.defined() ? own.there.item<double>() : own.value);
  }
}

Adam::Adam(NamedParameters named, double weight_decay, double beta1)
    : Optimiser(std::move(named)),
      first_(ZerosLike(parameters())),
      second_(ZerosLike(parameters())),
      steps_(torch::zeros({static_cast<int64_t>(parameters().size())},
                          torch::TensorOptions(DeviceOf(parameters())).dtype(torch::kInt64))),
      weight_decay_(weight_decay),
      beta1_(beta1) {}

void Adam::StepOne(size_t i, const Tensor& gradient, double rate) {
  Tensor parameter = parameters()[i].second;
  const auto t = static_cast<double>(++steps_.data_ptr<int64_t>()[i]);
  first_[i].mul_(beta1_).add_(gradient, 1 - beta1_);
  second_[i].mul_(kBeta2).addcmul_(gradient, gradient, 1 - kBeta2);
  if (weight_decay_ > 0) parameter.mul_(1 - rate * weight_decay_);
  const Tensor root = second_[i].sqrt().div_(std::sqrt(1 - std::pow(kBeta2, t))).add_(kEpsilon);
  parameter.addcdiv_(first_[i], root, -rate / (1 - std::pow(beta1_, t)));
}

void Adam::StepFused(const Group& group, const Tensor& stays) {
  const std::vector<Tensor> counts = Some(steps_.unbind(), group.numbers);
  torch::_foreach_add_(counts, (1 - stays).to(torch::kInt64));
  const Tensor steps = torch::stack(counts).to(torch::kFloat32);
  const auto with = [&](const auto& rate) {
    torch::_fused_adamw_(group.parameters, group.gradients, Some(first_, group.numbers),
                         Some(second_, group.numbers), {}, steps.unbind(), rate, beta1_, kBeta2,
                         weight_decay_, kEpsilon, /*amsgrad=*/false, /*maximize=*/false, {}, stays);
  };
  group.rate.there.defined() ? with(group.rate.there) : with(group.rate.value);
}

void Adam::AddState(const std::string& prefix, NamedTensors& state) const {
  for (size_t i = 0; i < parameters().size(); ++i) {
    state[prefix + ".first." + parameters()[i].first] = first_[i];
    state[prefix + ".second." + parameters()[i].first] = second_[i];
  }
  state[prefix + ".steps"] = steps_;
}

MomentumDescent::MomentumDescent(NamedParameters named, double momentum, double weight_decay, bool nesterov)
    : Optimiser(std::move(named)),
      velocity_(ZerosLike(parameters())),
      momentum_(momentum),
      weight_decay_(weight_decay),
      nesterov_(nesterov) {}

void MomentumDescent::StepOne(size_t i, const Tensor& gradient, double rate) {
  Tensor parameter = parameters()[i].second;
  if (!nesterov_) {
    velocity_[i].mul_(momentum_).add_(gradient).add_(parameter, weight_decay_);
    parameter.sub_(velocity_[i], rate);
    return;
  }
  const Tensor slope = gradient.add(parameter, weight_decay_);
  velocity_[i].mul_(momentum_).add_(slope);
  parameter.sub_(slope.add_(velocity_[i], momentum_), rate);
}

void MomentumDescent::StepFused(const Group& group, const Tensor& stays) {
  const auto with = [&](const auto& rate) {
    torch::_fused_sgd_(group.parameters, group.gradients, Some(velocity_, group.numbers), weight_decay_,
                       momentum_, rate, /*dampening=*/0, nesterov_, /*maximize=*/false,
                       /*is_first_step=*/false, {}, stays);
  };
  group.rate.there.defined() ? with(group.rate.there) : with(group.rate.value);
}

void MomentumDescent::AddState(const std::string& prefix, NamedTensors& state) const {
  for (size_t i = 0; i < parameters().size(); ++i)
    state[prefix + ".velocity." + parameters()[i].first] = velocity_[i];
}

WeightAverage::WeightAverage(const torch::nn::Module& module, double decay)
    : decay_(decay), steps_(torch::zeros({1}, torch::kInt64)) {
  if (decay_ == 0) return;
  for (const auto& [name, tensor] : WeightsOf(module)) {
    if (!tensor.is_floating_point()) continue;
    weights_[name] = tensor;
    averages_[name] = tensor.detach().clone();
    steps_ = steps_.to(tensor.device());
  }
}

void WeightAverage::Update(const Tensor& taken) {
  if (decay_ == 0) return;
  const torch::NoGradGuard no_grad;
  if (!steps_.is_cpu()) return UpdateOnDevice(taken);
  if (taken.defined() && !taken.item<bool>()) return;
  const auto t = static_cast<double>(steps_.data_ptr<int64_t>()[0]++);
  const double decay = std::min(decay_, (1 + t) / (10 + t));
  for (auto& [name, average] : averages_) average.lerp_(weights_.at(name), 1 - decay);
}

void WeightAverage::UpdateOnDevice(const Tensor& taken) {
  const Tensor t = steps_.to(torch::kFloat32);
  Tensor share = 1 - ((1 + t) / (10 + t)).clamp_max(decay_);
  Tensor one = torch::ones_like(steps_);
  if (taken.defined()) share = share * taken, one = taken.to(torch::kInt64);
  steps_.add_(one);
  std::vector<Tensor> weights, averages;
  for (auto& [name, average] : averages_) {
    weights.push_back(weights_.at(name));
    averages.push_back(average);
  }
  std::vector<Tensor> steps = torch::_foreach_sub(weights, averages);
  torch::_foreach_mul_(steps, share.squeeze(0));
  torch::_foreach_add_(averages, steps);
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

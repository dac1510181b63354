#include "libfuse4seg/train/loop/weight_average.h"

#include <torch/torch.h>

#include <algorithm>

namespace f4s {

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

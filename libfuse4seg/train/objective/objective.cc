#include "libfuse4seg/train/objective/objective.h"

#include <torch/torch.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "libfuse4seg/base/error.h"

namespace f4s {

namespace {

struct Kind {
  const char *key, *text;
  const NamedScalars& scalars;
};

std::array<Kind, 3> KindsOf(const StepOutcome& outcome) {
  return {Kind{"losses", "loss ", outcome.losses},
          {"gradient_norms", "gradient norm of ", outcome.gradient_norms},
          {"bilevel", "bilevel ", outcome.bilevel}};
}

}  // namespace

std::vector<StepValues> StepValues::Of(const std::vector<StepOutcome>& outcomes) {
  std::vector<NamedScalars> all;
  for (const StepOutcome& outcome : outcomes) {
    for (const Kind& kind : KindsOf(outcome)) all.push_back(kind.scalars);
    if (outcome.finite.defined()) all.push_back({{"finite", outcome.finite}});
  }
  const torch::Tensor fetched = Stacked(all).cpu();
  const double* next = fetched.const_data_ptr<double>();
  std::vector<StepValues> steps;
  for (const StepOutcome& outcome : outcomes) {
    StepValues& step = steps.emplace_back(StepValues());
    step.json_ = {
        {"losses", Json::object()}, {"gradient_norms", Json::object()}, {"learning_rates", Json::object()}};
    for (const Kind& kind : KindsOf(outcome))
      for (const auto& [name, tensor] : kind.scalars) {
        const double value = *next++;
        step.json_[kind.key][name] = value;
        if (!std::isfinite(value) && step.culprit_.empty())
          step.culprit_ = Cat(kind.text, name, " is ", value);
      }
    if (outcome.finite.defined()) step.taken_ = *next++ != 0;
    for (const auto& [name, rate] : outcome.learning_rates) step.json_["learning_rates"][name] = rate;
  }
  return steps;
}

void StepValues::AddTo(RunningMeans& means) const {
  for (const char* kind : {"losses", "gradient_norms", "bilevel"})
    if (json_.contains(kind))
      for (const auto& [name, value] : json_[kind].items()) means.Add(kind, name, value);
}

void AddScalar(NamedScalars& scalars, const std::string& name, const torch::Tensor& value) {
  const auto found =
      std::find_if(scalars.begin(), scalars.end(), [&](const auto& named) { return named.first == name; });
  if (found == scalars.end())
    scalars.emplace_back(name, value);
  else
    found->second = found->second + value;
}

torch::Tensor Stacked(const std::vector<NamedScalars>& all) {
  std::vector<torch::Tensor> values;
  for (const NamedScalars& scalars : all)
    for (const auto& [name, value] : scalars)
      values.push_back(value.to((values.empty() ? value : values.front()).device()).reshape({1}));
  return torch::cat(values).to(torch::kFloat64);  // of the widest of their types
}

NamedTensors Copies(const NamedTensors& tensors) {
  NamedTensors copies;
  for (const auto& [name, tensor] : tensors) copies[name] = tensor.detach().clone();
  return copies;
}

void PutBack(const NamedTensors& copies, const NamedTensors& tensors) {
  const torch::NoGradGuard no_grad;
  for (const auto& [name, tensor] : tensors) torch::Tensor(tensor).copy_(copies.at(name));
}

void PutBackUnless(const torch::Tensor& stays, const NamedTensors& copies, const NamedTensors& tensors) {
  if (tensors.empty()) return;
  if (stays.is_cpu()) {
    if (!stays.item<bool>()) PutBack(copies, tensors);
    return;
  }
  const torch::NoGradGuard no_grad;
  std::map<torch::ScalarType, std::array<std::vector<torch::Tensor>, 2>> by_type;
  for (const auto& [name, tensor] : tensors) {
    auto& [before, now] = by_type[tensor.scalar_type()];
    before.push_back(copies.at(name).reshape(-1));
    now.push_back(tensor);
  }
  for (auto& [type, lists] : by_type) {
    auto& [before, now] = lists;
    std::vector<torch::Tensor> flat;
    std::vector<int64_t> sizes;
    for (const torch::Tensor& tensor : now)
      flat.push_back(tensor.reshape(-1)), sizes.push_back(tensor.numel());
    std::vector<torch::Tensor> chosen =
        torch::where(stays, torch::cat(flat), torch::cat(before)).split_with_sizes(sizes);
    for (size_t i = 0; i < now.size(); ++i) chosen[i] = chosen[i].view(now[i].sizes());
    torch::_foreach_copy_(now, chosen);
  }
}

const torch::Tensor& StepOutcome::MayMove() {
  finite = Stacked({losses, gradient_norms, bilevel}).isfinite().all();
  return finite;
}

bool StepOutcome::taken() const { return !finite.defined() || finite.item<bool>(); }

}  // namespace f4s

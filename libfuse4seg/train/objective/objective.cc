#include "libfuse4seg/train/objective/objective.h"

#include <torch/torch.h>
#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"

namespace f4s {

StepValues::StepValues(const StepOutcome& outcome)
    : json_({{"losses", Json::object()},
             {"gradient_norms", Json::object()},
             {"learning_rates", Json::object()}}) {
  struct Kind {
    const char *key, *text;
    const NamedScalars& scalars;
  };
  const Kind kinds[] = {{"losses", "loss ", outcome.losses},
                        {"gradient_norms", "gradient norm of ", outcome.gradient_norms},
                        {"bilevel", "bilevel ", outcome.bilevel}};
  const torch::Tensor fetched = Stacked({outcome.losses, outcome.gradient_norms, outcome.bilevel}).cpu();
  int64_t i = 0;
  for (const Kind& kind : kinds)
    for (const auto& [name, tensor] : kind.scalars) {
      const double value = fetched[i++].item<double>();
      json_[kind.key][name] = value;
      if (!std::isfinite(value) && culprit_.empty()) culprit_ = Cat(kind.text, name, " is ", value);
    }
  for (const auto& [name, rate] : outcome.learning_rates) json_["learning_rates"][name] = rate;
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
      values.push_back(
          value.to((values.empty() ? value : values.front()).device(), torch::kFloat64).reshape({}));
  return torch::stack(values);
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

bool StepOutcome::MayMove() {
  taken = taken && Stacked({losses, gradient_norms, bilevel}).isfinite().all().item<bool>();
  return taken;
}

}  // namespace f4s

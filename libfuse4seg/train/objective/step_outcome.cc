#include "libfuse4seg/train/objective/step_outcome.h"

#include <torch/torch.h>

#include <algorithm>

namespace f4s {

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

bool StepOutcome::MayMove() {
  taken = taken && Stacked({losses, gradient_norms, bilevel}).isfinite().all().item<bool>();
  return taken;
}

}  // namespace f4s

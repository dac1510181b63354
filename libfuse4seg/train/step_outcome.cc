#include "libfuse4seg/train/step_outcome.h"

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

bool StepOutcome::MayMove() {
  std::vector<torch::Tensor> all;
  for (const NamedScalars* scalars : {&losses, &gradient_norms, &bilevel})
    for (const auto& [name, value] : *scalars) all.push_back(value.to(torch::kFloat64).reshape({}));
  taken = taken && (all.empty() || torch::stack(all).isfinite().all().item<bool>());
  return taken;
}

}  // namespace f4s

// What a step of training has to say: scalars by name, still on the device.

#pragma once

#include <torch/types.h>

#include <string>
#include <utility>
#include <vector>

namespace f4s {

/// Scalars by name, on any device, without gradients.
using NamedScalars = std::vector<std::pair<std::string, torch::Tensor>>;

/// All scalars as one vector of doubles, on the device of the first; at least one.
[[nodiscard]] torch::Tensor Stacked(const std::vector<NamedScalars>& all);

/// Adds `value` to the scalar of that name, or puts it there.
void AddScalar(NamedScalars& scalars, const std::string& name, const torch::Tensor& value);

struct StepOutcome {
  NamedScalars losses, gradient_norms;
  NamedScalars bilevel;  ///< c and cosine of the two levels' gradients (train/objective/gauss_newton.h)
  std::vector<std::pair<std::string, double>> learning_rates;
  bool taken = true;  ///< false: something was not finite, and from there on nothing moved

  /// Whether all so far is finite; notes in `taken` when not.  Waits for the device.  To be asked before
  /// each optimiser moves.
  [[nodiscard]] bool MayMove();
};

}  // namespace f4s

// ExpectGradients(function, inputs): autograd agrees with central differences.

#pragma once

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace f4s {

/// Tensors this small are slower with two threads, and far slower where others use the processor.
inline const bool kOneThread = (at::set_num_threads(1), true);

inline double Value(const torch::Tensor& scalar) { return scalar.item<double>(); }

struct GradientCheck {
  double step = 1e-5;       ///< of the differences, which err by its square and by 1e-16 / step
  double tolerance = 1e-6;  ///< of |autograd - difference| / max(1, |difference|)
  int64_t places = 24;      ///< at most, in each tensor, evenly spaced
};

/// A fixed weight for each element of a result, so that a sum of it has no symmetry that could
/// hide an error.
inline torch::Tensor Probe(const torch::Tensor& result) {
  return torch::cos(torch::arange(result.numel(), torch::kFloat64) * 1.7 + 0.3).view(result.sizes());
}

/// @param function  of `inputs`, which are leaves of type double: a tensor of any shape.
///                  Smooth within `step` of where they are.
inline void ExpectGradients(const std::function<torch::Tensor()>& function, std::vector<torch::Tensor> inputs,
                            const GradientCheck& check = {}) {
  for (torch::Tensor& input : inputs) {
    ASSERT_EQ(input.scalar_type(), torch::kFloat64);
    input.requires_grad_(true);
  }
  const torch::Tensor result = function();
  const torch::Tensor probe = Probe(result);
  const auto gradients = torch::autograd::grad({(result * probe).sum()}, inputs, {}, {}, false, true);
  const torch::NoGradGuard no_grad;
  const auto value = [&] { return (function() * probe).sum().item<double>(); };
  for (size_t i = 0; i < inputs.size(); ++i) {
    ASSERT_TRUE(gradients[i].defined()) << "input " << i << " has no part in the result";
    const torch::Tensor analytic = gradients[i].contiguous();
    const int64_t count = inputs[i].numel(), stride = std::max<int64_t>(1, count / check.places);
    for (int64_t k = 0; k < count; k += stride) {
      double& place = inputs[i].data_ptr<double>()[k];
      const double before = place;
      place = before + check.step;
      const double above = value();
      place = before - check.step;
      const double below = value();
      place = before;
      const double difference = (above - below) / (2 * check.step);
      EXPECT_NEAR(analytic.data_ptr<double>()[k], difference,
                  check.tolerance * std::max(1.0, std::abs(difference)))
          << "input " << i << " of shape " << inputs[i].sizes() << ", element " << k;
    }
  }
}

/// A module in double precision with weights that are all of order 1 / fan in, those that start
/// at a constant too: a zero would hide what lies behind it.
inline std::vector<torch::Tensor> Perturbed(torch::nn::Module& module) {
  module.to(torch::kFloat64);
  const torch::NoGradGuard no_grad;
  for (torch::Tensor& parameter : module.parameters()) parameter.add_(Probe(parameter) * 0.1);
  return module.parameters();
}

/// [sizes] of double in 0.05..0.95, without order that a layer could like.
inline torch::Tensor Pattern(const std::vector<int64_t>& sizes, double phase = 0) {
  int64_t count = 1;
  for (const int64_t size : sizes) count *= size;
  const torch::Tensor i = torch::arange(count, torch::kFloat64);
  return (torch::sin(i * 12.9898 + phase) * 437.58).frac().abs().mul(0.9).add(0.05).view(sizes).clone();
}

}  // namespace f4s

// Normal random numbers by counter, as base/random.h has uniform ones.

#pragma once

#include <cmath>
#include <concepts>

#include "libfuse4seg/base/random.h"

namespace f4s {

/// From the normal distribution of mean 0 and variance 1, at most 8.6 from 0.
///
/// Box and Muller, Ann. Math. Statist. 29 (1958) 610.
template <std::integral... Indices>
[[nodiscard]] double Normal(uint64_t seed, Indices... indices) {
  const double radius = std::sqrt(-2 * std::log(1 - Uniform(seed, indices..., 0)));
  return radius * std::cos(2 * M_PI * Uniform(seed, indices..., 1));
}

}  // namespace f4s

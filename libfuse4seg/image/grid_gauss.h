// The taps of a Gaussian, once for all filters that sample it at whole steps about its middle.

#pragma once

#include <cstdint>
#include <vector>

namespace f4s {

/// exp(-i^2 / (2 sigma^2)) for i = -reach to reach.
/// @param sigma  in steps, above 0.
[[nodiscard]] std::vector<double> GaussianTaps(double sigma, int64_t reach);

/// The same over their sum.
[[nodiscard]] std::vector<double> NormalizedGaussianTaps(double sigma, int64_t reach);

}  // namespace f4s

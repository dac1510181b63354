// What is lost where values are kept in single precision.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "libfuse4seg/base/text.h"

namespace f4s {

/// By how much values are moved that become float32.
struct Rounding {
  uint64_t num_changed = 0;  ///< whole numbers that become others
  double worst = 0;          ///< error
  double least = std::numeric_limits<double>::max(), greatest = std::numeric_limits<double>::lowest();

  void Add(double value, bool is_whole) {
    const double error = std::abs(value - static_cast<double>(static_cast<float>(value)));
    if (is_whole && error > 0) ++num_changed;
    worst = std::max(worst, error);
    least = std::min(least, value);
    greatest = std::max(greatest, value);
  }
  void Add(const Rounding& other) {
    num_changed += other.num_changed;
    worst = std::max(worst, other.worst);
    least = std::min(least, other.least);
    greatest = std::max(greatest, other.greatest);
  }
  /// Whether values as close as the 65,536th part of their range may become one.
  [[nodiscard]] bool IsCoarse() const {
    constexpr double kParts = 65536,
                     kNoise = 1e-12;  // of what was computed: no difference that anybody meant
    return greatest > least && worst * kParts > greatest - least && worst > kNoise * std::abs(greatest);
  }
};

/// In a finding's words, or nothing where no more is lost than the noise of a computation in double
/// precision.
/// @param loses_steps  it is known that neighbours that differed no longer do
[[nodiscard]] inline std::string WhatIsLost(const Rounding& rounding, bool loses_steps = false) {
  std::string what;
  if (rounding.num_changed > 0)
    what = Cat(rounding.num_changed, " whole numbers above 2^24 are rounded");
  else if (loses_steps || rounding.IsCoarse())
    what = Cat("its values from ", rounding.least, " to ", rounding.greatest, " are moved by up to ",
               rounding.worst);
  return what.empty() ? "" : Cat("loses detail: ", what, " in the single precision that is computed with");
}

}  // namespace f4s

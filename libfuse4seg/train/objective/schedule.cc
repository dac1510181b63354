#include "libfuse4seg/train/objective/schedule.h"

#include <algorithm>
#include <cmath>

namespace f4s {

double HalvedRate(double base, int64_t epoch, int64_t every, double least) {
  const auto halvings = static_cast<int>(std::min<int64_t>(epoch / every, 1000));
  return std::max(std::min(base, least), std::ldexp(base, -halvings));
}

double PolyRate(double base, int64_t step, int64_t steps, double power, int64_t warmup) {
  const double left = 1 - static_cast<double>(step) / static_cast<double>(steps);
  const double rise = step < warmup ? static_cast<double>(step + 1) / static_cast<double>(warmup) : 1.0;
  return base * std::pow(left, power) * rise;
}

}  // namespace f4s

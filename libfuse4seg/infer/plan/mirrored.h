// Images larger than they are, mirrored at their lower and right end: as PadToMultiple() of
// nn/blocks/layers.h.

#pragma once

#include <algorithm>
#include <cstdint>

namespace f4s {

/// Which of n places stands at place i >= 0: 0 1 2 3 2 1 0 1 ...
[[nodiscard]] inline int64_t MirroredPlace(int64_t i, int64_t n) {
  const int64_t period = std::max<int64_t>(1, 2 * (n - 1)), place = i % period;
  return std::min(place, period - place);
}

/// The least multiple of `multiple` that is at least n and `least`.
[[nodiscard]] inline int64_t PaddedSize(int64_t n, int64_t multiple, int64_t least = 1) {
  return (std::max(n, least) + multiple - 1) / multiple * multiple;
}

}  // namespace f4s

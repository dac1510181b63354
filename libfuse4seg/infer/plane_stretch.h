// The stretch of a fused image to full scale.

#pragma once

#include <algorithm>
#include <vector>

namespace f4s {

/// Least to 0, greatest to 1; a constant plane stays as it is.
inline void StretchToFullScale(std::vector<float>& plane) {
  const auto [least, greatest] = std::minmax_element(plane.begin(), plane.end());
  const float low = *least, span = *greatest - *least;
  if (span > 0)
    for (float& value : plane) value = (value - low) / span;
}

}  // namespace f4s

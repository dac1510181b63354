// Planes that a test keeps as vectors, as what kernels and networks take.

#pragma once

#include <span>
#include <vector>

#include "libfuse4seg/image/image.h"

namespace f4s {

inline View<const float> ViewOf(std::span<const float> plane, int64_t height, int64_t width) {
  return {plane.data(), width, height, width};
}

inline Views<const float> ViewsOf(const std::vector<std::span<const float>>& planes, int64_t height,
                                  int64_t width) {
  Views<const float> views;
  for (const auto plane : planes) views.push_back(ViewOf(plane, height, width));
  return views;
}

}  // namespace f4s

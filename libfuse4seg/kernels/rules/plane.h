// A plane of floats with its sides, and the filters that the classical rules share.

#pragma once

#include <span>
#include <vector>

#include "libfuse4seg/kernels/fusion_kernels.h"

namespace f4s {

/// [height,width], row by row.
struct FloatPlane {
  int height, width;
  std::vector<float> values;

  FloatPlane(int h, int w) : height(h), width(w), values(static_cast<size_t>(h) * static_cast<size_t>(w)) {}
  FloatPlane(int h, int w, std::span<const float> from)
      : height(h), width(w), values(from.begin(), from.end()) {}
  [[nodiscard]] const float* row(int y) const {
    return values.data() + static_cast<size_t>(y) * static_cast<size_t>(width);
  }
  [[nodiscard]] float* row(int y) {
    return values.data() + static_cast<size_t>(y) * static_cast<size_t>(width);
  }
};

[[nodiscard]] std::vector<FloatPlane> PlanesOf(const SourcePlanes& sources);

/// The mean over the square of 2 radius + 1 pixels a side, of its part that lies within the image.
/// Cost does not depend on the radius: running sums, in double, so that none drifts.
[[nodiscard]] FloatPlane BoxMean(const FloatPlane& plane, int radius);

/// Convolved with a Gaussian of `sigma` pixels, cut at `radius`; borders repeat.
[[nodiscard]] FloatPlane GaussianBlur(const FloatPlane& plane, double sigma, int radius);

/// `map` smoothed along the edges of `guide`: in each window of 2 radius + 1 pixels a side the line
/// a guide + b that fits it best, and at each pixel the mean of its windows' lines.  `epsilon`, in squared
/// levels, is the variance of the guide below which it counts as flat.
/// He, Sun and Tang, "Guided Image Filtering", ECCV 2010, eqs. 5, 6 and 8.
[[nodiscard]] FloatPlane GuidedFilter(const FloatPlane& map, const FloatPlane& guide, int radius,
                                      float epsilon);

}  // namespace f4s

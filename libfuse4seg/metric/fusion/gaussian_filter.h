// Separable Gaussian windows over planes of doubles, 'valid': where the window fits.

#pragma once

#include <array>
#include <cstddef>

#include "libfuse4seg/image/image.h"

namespace f4s {

/// A Gaussian along one axis, sum 1.
class GaussianWindow {
 public:
  /// @param taps  1, 3, 5, 9, 11 or 17.
  /// @param centre  where the Gaussian stands, in taps from the first; `step` apart are the taps.
  GaussianWindow(int taps, double sigma, double centre, double step = 1);
  /// About the middle tap.
  GaussianWindow(int taps, double sigma) : GaussianWindow(taps, sigma, taps / 2) {}

  [[nodiscard]] int taps() const { return taps_; }
  [[nodiscard]] const std::array<double, 17>& weights() const { return weights_; }  ///< taps() of them

  /// out[x] = sum over k of tap k times in[x + k stride], for x = 0 to count - 1.
  void Filter(const double* in, size_t stride, int count, double* out) const;

 private:
  int taps_;
  bool is_symmetric_;
  std::array<double, 17> weights_{};
};

/// Columns first to end - 1; none where end <= first.
struct Span {
  int first = 0, end = 0;
};

/// Row y of a plane filtered along both axes: plane.width - horizontal.taps() + 1 values.
/// @param scratch  plane.width doubles.
void FilterRow(const View<const double>& plane, int64_t y, const GaussianWindow& vertical,
               const GaussianWindow& horizontal, double* scratch, double* out);

}  // namespace f4s

// Separable Gaussian windows over planes of doubles, 'valid': where the window fits.

#pragma once

#include <array>
#include <cstddef>

namespace f4s {

/// A plane of doubles, row by row, in storage that someone else owns.
struct Plane {
  int width = 0, height = 0;
  double* values = nullptr;

  [[nodiscard]] double* row(int y) const {
    return values + static_cast<size_t>(y) * static_cast<size_t>(width);
  }
  [[nodiscard]] size_t size() const { return static_cast<size_t>(width) * static_cast<size_t>(height); }
};

/// The window of VIF's scale: 17, 9, 5 or 3 taps, sigma a fifth of them, sum 1.
class GaussianWindow {
 public:
  /// @param taps  17, 9, 5 or 3.
  explicit GaussianWindow(int taps);
  [[nodiscard]] int taps() const { return taps_; }

  /// Row y of the filtered plane: `plane.width - taps + 1` values into `out`.
  /// @param scratch  plane.width doubles.
  void FilterRow(const Plane& plane, int y, double* scratch, double* out) const;

 private:
  int taps_;
  std::array<double, 9> half_{};  // first half and centre: the window is symmetric
};

}  // namespace f4s

// What VIF and VIFF stand on: local moments of a fused image and its sources at four scales.

#pragma once

#include <memory>
#include <vector>

#include "libfuse4seg/metric/convention.h"
#include "libfuse4seg/metric/fusion/gaussian_filter.h"
#include "libfuse4seg/metric/levels.h"

namespace f4s {

/// Local means of a source at a few rows: of itself, of its square, of its product with the fused image.
struct SourceMoments {
  int first_row = 0, num_rows = 0;
  Plane mean, square, product;  ///< row 0 is first_row
  std::vector<double> storage;
};

/// Goes from scale to scale: Gaussian windows of 17, 9, 5 and 3 taps, sigma a fifth of them; from
/// the second scale on the images are first smoothed by that scale's window and every second pixel
/// of every second row is left.
class ScaleMoments {
 public:
  /// @param sources  images of the size of `fused`.
  ScaleMoments(const LevelImage& fused, const std::vector<const LevelImage*>& sources, const VifRule& rule);

  /// To the next scale, the first one at first.  False after the fourth, and where the window does
  /// not fit any more.
  bool Next();

  /// Pixels at which the window of this scale fits.
  [[nodiscard]] int width() const { return fused_mean_.width; }
  [[nodiscard]] int height() const { return fused_mean_.height; }

  [[nodiscard]] const double* fused_mean(int y) const { return fused_mean_.row(y); }
  [[nodiscard]] const double* fused_variance(int y) const { return fused_variance_.row(y); }  ///< >= 0

  /// Makes a source that of the following calls of NextRows(), from its first row on.
  void Select(size_t source);
  /// The next few rows; false when there are none left.  Few, so that what the windows run over
  /// stays in the processor's nearest cache, image by image.
  bool NextRows(SourceMoments& rows);

 private:
  [[nodiscard]] Plane Take();
  /// Rows first to first + out.height - 1 of a filtered plane.
  void Filter(const Plane& plane, int first, const Plane& out);
  void Pad(const Plane& image, Plane& padded) const;
  void Decimate(size_t image);
  void Multiply(const Plane& a, const Plane& b, Plane& out) const;
  void FillFusedMoments();

  const VifRule rule_;
  int scale_ = 0;
  int capacity_width_, capacity_height_;
  // All planes come from one block: many large ones would each be mapped and handed back by the
  // allocator every time, which costs as much as the filters do.
  std::unique_ptr<double[]> block_;
  size_t taken_ = 0;
  std::vector<Plane> images_;   // the fused one, then the sources
  std::vector<Plane> windows_;  // what the windows run over: the images, or padded copies of them
  Plane square_, product_, fused_mean_, fused_variance_;
  size_t selected_ = 0;
  int next_row_ = 0;
  GaussianWindow window_{17, 17 / 5.0};
  std::vector<double> scratch_;
};

}  // namespace f4s

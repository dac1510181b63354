// What VIF and VIFF stand on: local moments of a fused image and its sources at four scales.

#pragma once

#include <memory>
#include <vector>

#include "libfuse4seg/metric/convention.h"
#include "libfuse4seg/metric/fusion/gaussian_filter.h"
#include "libfuse4seg/metric/fusion/grey_levels.h"

namespace f4s {

/// The window of a scale, 0 to 3.
/// @param is_padded  VifRule::is_padded
[[nodiscard]] GaussianWindow VifWindow(int scale, bool is_padded);

/// Local moments of a source and the fused image at a few rows.  Row i of each plane, of all columns
/// of the scale, is row first_row + i of the scale; filled are `columns` alone.
struct SourceMoments {
  Span columns;
  View<double> mean, square, product;       ///< of the source, its square, its product with the fused image
  View<double> fused_mean, fused_variance;  ///< variance >= 0
};

/// Goes from scale to scale: Gaussian windows of 17, 9, 5 and 3 taps, sigma a fifth of them; from
/// the second scale on the images are first smoothed by that scale's window and every second pixel
/// of every second row is left.
class ScaleMoments {
 public:
  /// @param sources  images of the size of `fused`.
  /// @param everywhere  else the columns where a source is black under all windows may be left out.
  ScaleMoments(const LevelView& fused, const std::vector<LevelView>& sources, const VifRule& rule,
               bool everywhere);

  /// To the next scale, the first one at first.  False after the fourth, and where the window does
  /// not fit any more.
  bool Next();

  /// Pixels at which the window of this scale fits.
  [[nodiscard]] int width() const { return static_cast<int>(windows_[0].width) - window_.taps() + 1; }
  [[nodiscard]] int height() const { return static_cast<int>(windows_[0].height) - window_.taps() + 1; }

  /// To the next few rows of this scale; false when there are none left.  Few, so that what the
  /// windows run over stays in the CPU's nearest cache.
  bool NextRows();
  [[nodiscard]] int num_rows() const { return num_rows_; }

  /// A source's moments at these rows, until the next call.
  [[nodiscard]] SourceMoments Moments(size_t source);

 private:
  static constexpr int kRows = 8;

  /// Rows of the products of an image, first to end - 1, in squares_ and products_ from their row 0 on.
  struct HeldRows {
    int first = 0, end = 0;
  };
  static constexpr int kMostHeld = 40;  // 24 are needed for 8 rows under a window of 17

  [[nodiscard]] View<double> Take(int64_t height);
  void Pad(const View<double>& image, View<double>& padded) const;
  void Decimate(size_t image);
  void FindSpans(size_t image);
  [[nodiscard]] Span ColumnsOf(size_t image) const;
  void Multiply(size_t image);
  void Hold(size_t image, int end);
  void Filter(const View<double>& plane, int first_row, Span columns, const View<double>& out);

  const VifRule rule_;
  const bool everywhere_;
  int scale_ = 0;
  int64_t capacity_width_;
  // All planes come from one block: many large ones would each be mapped and handed back by the
  // allocator every time, which costs as much as the filters do.
  std::unique_ptr<double[]> block_;
  double* free_ = nullptr;             // what of it is not taken yet
  std::vector<View<double>> images_;   // the fused one, then the sources
  std::vector<View<double>> windows_;  // what the windows run over: the images, or padded copies of them
  // Of windows_ with themselves and with the fused one: a few rows, which stay in a near cache.
  std::vector<View<double>> squares_, products_;
  std::vector<HeldRows> held_;            // by image
  std::vector<std::vector<Span>> spans_;  // of each row of windows_, what is not black
  int first_row_ = 0, num_rows_ = 0;
  View<double> mean_, square_, product_, fused_mean_, fused_variance_, scratch_;  // of the rows in hand
  GaussianWindow window_{17, 17 / 5.0};
};

}  // namespace f4s

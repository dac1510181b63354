// What VIF and VIFF stand on: local moments of fused images and their sources at four scales.

#pragma once

#include <memory>
#include <vector>

#include "libfuse4seg/kernels/strip/strip_kernels.h"
#include "libfuse4seg/metric/convention.h"
#include "libfuse4seg/metric/fusion/gaussian_filter.h"
#include "libfuse4seg/metric/fusion/grey_levels.h"

namespace f4s {

/// The window of a scale, 0 to 3.
/// @param is_padded  VifRule::is_padded
[[nodiscard]] GaussianWindow VifWindow(int scale, bool is_padded);

/// The least that holds both.
[[nodiscard]] Span Joined(Span a, Span b);

/// Goes from scale to scale: Gaussian windows of 17, 9, 5 and 3 taps, sigma a fifth of them; from
/// the second scale on the images are first smoothed by that scale's window and every second pixel
/// of every second row is left.  At a scale it goes from strip to strip of 8 rows, so that what the windows
/// run over stays in the CPU's near caches.
///
/// Moments are those of a strip: [x][i] is column x of the scale, row i; rows below the scale's last are 0.
class ScaleMoments {
 public:
  /// @param images  at least one; of one size.
  /// @param everywhere  else the columns where an image is black under all windows may be left out.
  ScaleMoments(const std::vector<LevelView>& images, const VifRule& rule, bool everywhere);

  /// To the next scale, the first one at first.  False after the fourth, and where the window does
  /// not fit any more.
  bool NextScale();

  /// Pixels at which the window of this scale fits.
  [[nodiscard]] int width() const { return width_ + 2 * Border() - window_.taps() + 1; }
  [[nodiscard]] int height() const { return height_ + 2 * Border() - window_.taps() + 1; }

  /// To the next strip of this scale; false when there are none left.
  bool NextStrip();
  [[nodiscard]] int num_rows() const { return num_rows_; }

  /// The columns of this strip at which the image is not black.
  [[nodiscard]] Span Columns(size_t image) const;

  /// Computes an image's mean and variance in some columns, where they stay for this strip.
  void Measure(size_t image, Span columns);
  [[nodiscard]] const double* mean(size_t image) const { return means_[image]; }
  /// Where it is under kVifTiny it is 0.
  [[nodiscard]] const double* variance(size_t image) const { return variances_[image]; }

  /// Of two images that were measured in these columns; until the next call.
  [[nodiscard]] const double* Covariance(size_t a, size_t b, Span columns);

 private:
  [[nodiscard]] int Border() const { return rule_.is_padded ? window_.taps() / 2 : 0; }
  /// Rows of doubles, as far apart as row_stride says.
  struct Rows {
    const double* first = nullptr;
    int64_t row_stride = 0;
  };
  [[nodiscard]] double* Take(int64_t rows, int64_t row_stride);
  [[nodiscard]] Rows RowsOf(size_t image, int first, int count);
  void Decimate();
  void DecimateSpans(size_t image, int width, int height);
  [[nodiscard]] StripWindow WindowAt(const Rows& rows, Span columns, double* out);
  void ClearRowsBelow(Span columns, double* strip) const;

  const VifRule rule_;
  const bool everywhere_;
  const StripKernels& kernels_;
  const std::vector<LevelView> levels_;
  int scale_ = 0;
  int width_, height_;                       // of the images at this scale
  const int64_t row_stride_, plane_stride_;  // of strips_, of planes_
  // All memory is one block: large pieces would be handed back to the system and cleared by it every time.
  std::unique_ptr<double[]> block_;
  double* free_ = nullptr;       // what of it is not taken yet
  std::vector<double*> planes_;  // by image: the image at this scale; at the first levels_ serve
  std::vector<bool> has_plane_;
  std::vector<std::vector<Span>> spans_;  // of each row, what is not black
  std::vector<double*> strips_;           // by image: rows as doubles, where no plane has them so
  std::vector<Rows> rows_;                // by image: those under the strip in hand
  int first_row_ = 0, num_rows_ = 0;
  std::vector<double*> means_, variances_;  // of a strip
  double *covariance_ = nullptr, *scratch_ = nullptr;
  GaussianWindow window_{17, 17 / 5.0};
};

}  // namespace f4s

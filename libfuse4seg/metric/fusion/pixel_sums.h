// Sums and sums of products of grey levels, exact in integers: what SD and SCD are made of.

#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "libfuse4seg/metric/fusion/grey_levels.h"

namespace f4s {

/// Sums over the pixels of a few images of one size, by their positions in `images`.
/// Up to 2^40 pixels nothing overflows.
class PixelSums {
 public:
  explicit PixelSums(const std::vector<LevelView>& images);
  /// @param sums, products  by image; images x images.
  PixelSums(int64_t num_pixels, std::vector<int64_t> sums, std::vector<int64_t> products)
      : num_pixels_(num_pixels), sums_(std::move(sums)), products_(std::move(products)) {}

  /// The same of some of the images, in that order.
  [[nodiscard]] PixelSums Of(const std::vector<size_t>& images) const;

  /// Standard deviation of image i over all pixels, divisor n.
  [[nodiscard]] double StandardDeviation(size_t i) const;

  /// Sum of (image i - image j)^2.
  [[nodiscard]] int64_t SquaredDifferences(size_t i, size_t j) const;

  /// A signed sum of images, coefficient by image; 0 for those not named.
  using Combination = std::vector<int>;

  /// Pearson's r of two combinations, and whether it exists: not when one of them is constant.
  struct Correlation {
    bool defined;
    double r;
  };
  [[nodiscard]] Correlation Correlate(const Combination& x, const Combination& y) const;

 private:
  __extension__ typedef __int128 Wide;
  /// n^2 times the covariance of two combinations.
  [[nodiscard]] Wide ScaledCovariance(const Combination& x, const Combination& y) const;

  int64_t num_pixels_;
  std::vector<int64_t> sums_;      // by image
  std::vector<int64_t> products_;  // images x images
};

/// Standard deviation in arithmetic that ends at 0 and 255: the root of the mean of
/// min(255, d^2), d = level - mean rounded to the nearest and not below 0.  0 to 16.
[[nodiscard]] double SaturatedDeviation(const LevelView& image);

}  // namespace f4s

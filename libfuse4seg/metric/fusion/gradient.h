// Sharpness of one image: spatial frequency and average gradient.
//
// SF: Eskicioglu and Fisher, IEEE Trans. Commun. 43 (1995) 2959.
// AG: Cui et al., Opt. Commun. 341 (2015) 199.

#pragma once

#include <cstdint>

#include "libfuse4seg/metric/convention.h"
#include "libfuse4seg/metric/fusion/grey_levels.h"
#include "libfuse4seg/metric/score.h"

namespace f4s {

/// sqrt(RF^2 + CF^2): RF^2 is the sum of squared differences of horizontal neighbours, divided
/// by their number or that of the pixels (kDifferences, kPixels), CF^2 that of vertical ones.
/// Divided by their number it is undefined (kImageTooSmall) where a side has 1 pixel.
[[nodiscard]] Score SpatialFrequency(const LevelView& image, Divisor divisor = Divisor::kDifferences);

/// Sum of sqrt((gx^2 + gy^2) / 2), central differences, one-sided at the edges, divided by the
/// number of pixels or by (M - 1)(N - 1) (kPixels, kInner).
/// Undefined (kImageTooSmall) where a side has 1 pixel.
[[nodiscard]] Score AverageGradient(const LevelView& image, Divisor divisor = Divisor::kPixels);

/// The same from sums: of squared differences of horizontal and vertical neighbours, of magnitudes.
[[nodiscard]] Score SpatialFrequencyOf(int64_t horizontal, int64_t vertical, int64_t width, int64_t height,
                                       Divisor divisor);
[[nodiscard]] Score AverageGradientOf(double sum, int64_t width, int64_t height, Divisor divisor);

}  // namespace f4s

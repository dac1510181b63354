// Sharpness of one image: spatial frequency and average gradient.
//
// SF: Eskicioglu and Fisher, IEEE Trans. Commun. 43 (1995) 2959.
// AG: Cui et al., Opt. Commun. 341 (2015) 199.

#pragma once

#include "libfuse4seg/metric/levels.h"
#include "libfuse4seg/metric/score.h"

namespace f4s {

/// sqrt(RF^2 + CF^2): root of the mean squared difference of horizontal neighbours, of which
/// there are M(N-1), and of vertical ones, (M-1)N.
/// Undefined (kImageTooSmall) where a side has 1 pixel.
[[nodiscard]] Score SpatialFrequency(const LevelImage& image);

/// Mean of sqrt((gx^2 + gy^2) / 2); central differences, one-sided at the edges.
/// Undefined (kImageTooSmall) where a side has 1 pixel.
[[nodiscard]] Score AverageGradient(const LevelImage& image);

}  // namespace f4s

// Structural similarity: Wang, Bovik, Sheikh and Simoncelli, IEEE Trans. Image Process. 13
// (2004) 600, with a uniform window as scikit-image has it.

#pragma once

#include "libfuse4seg/metric/levels.h"
#include "libfuse4seg/metric/score.h"

namespace f4s {

/// Mean SSIM over all 7x7 windows that lie in the image; variances with divisor 48.
/// Symmetric in its images, -1 to 1, 1 for equal ones.
/// @param data_range  L of C1 = (0.01 L)^2 and C2 = (0.03 L)^2, in grey levels.
/// @return undefined (kImageTooSmall) where a side has under 7 pixels.  Images of one size.
[[nodiscard]] Score BoxSsim(const LevelImage& a, const LevelImage& b, double data_range);

}  // namespace f4s

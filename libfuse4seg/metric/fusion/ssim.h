// Structural similarity: Wang, Bovik, Sheikh and Simoncelli, IEEE Trans. Image Process. 13
// (2004) 600.

#pragma once

#include "libfuse4seg/metric/convention.h"
#include "libfuse4seg/metric/fusion/compared_images.h"
#include "libfuse4seg/metric/score.h"

namespace f4s {

/// Mean SSIM as the rule has it.  Symmetric in its images, -1 to 1, 1 for equal ones.  Images of
/// one size.
/// @return undefined (kImageTooSmall) where a side is under the window's, with kInsideOrUnfiltered
///         where a side has 1 pixel; with kRepeated never.
[[nodiscard]] Score Ssim(const LevelView& a, const LevelView& b, const SsimRule& rule);

/// The same of several fused images.
[[nodiscard]] ByPair<Score> Ssim(const ComparedImages& compared, const SsimRule& rule);

/// Over all 7x7 windows that lie in the image, all weights equal; variances with divisor 48, as
/// scikit-image has it.
[[nodiscard]] Score BoxSsim(const LevelView& a, const LevelView& b, double data_range);

/// Over Gaussian windows of 11x11 pixels, sigma 1.5; variances by the weights, as Wang has it.
[[nodiscard]] Score GaussianSsim(const LevelView& a, const LevelView& b, double data_range,
                                 SsimRule::Border border);

}  // namespace f4s

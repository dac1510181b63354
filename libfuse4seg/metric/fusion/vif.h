// Visual information fidelity in the pixel domain (VIFp): Sheikh and Bovik, IEEE Trans. Image
// Process. 15 (2006) 430.  The fusion field cites it as VIFF (Han et al., Inf. Fusion 14
// (2013) 127) and sums it over the sources, but this is what its programs compute.

#pragma once

#include <vector>

#include "libfuse4seg/metric/convention.h"
#include "libfuse4seg/metric/fusion/compared_images.h"
#include "libfuse4seg/metric/score.h"

namespace f4s {

// Visual information fidelity for fusion (VIFF): Han, Cai, Cao and Xu, Inf. Fusion 14 (2013) 127.
// Not what the field's tables call VIF or VIFF: that is vif.h.

/// At each pixel of each of VIFp's four scales the source counts whose gain g is the smaller (of
/// equal ones the second); the ratio of information, noise variance 0.005 255^2, of each scale is
/// weighted by 1, 0, 0.15 and 1 over 2.15.  0 to about 1; the mean over all pairs of sources.
/// @return undefined where a side is under 41 pixels (kImageTooSmall) or with one source (kConvention).
[[nodiscard]] Score FusionVif(const LevelView& fused, const std::vector<LevelView>& sources);

/// VIFp of the fused image against each source: 4 scales, Gaussian windows of 17, 9, 5 and 3
/// taps, noise variance 2 on levels 0..255.  0 to about 1.
/// @param sources  images of the size of `fused`.
/// @return one score a source; undefined where a side is under rule.minimum_side pixels
///         (kImageTooSmall); a source without contrast counts 1 or is undefined (kConstantImage).
[[nodiscard]] std::vector<Score> PixelVif(const LevelView& fused, const std::vector<LevelView>& sources,
                                          const VifRule& rule);

/// The same of several fused images.
[[nodiscard]] ByPair<Score> PixelVif(const ComparedImages& compared, const VifRule& rule);

/// The same from a source's information, kept and whole, any logarithm.
[[nodiscard]] Score VifOf(double kept, double whole, const VifRule& rule);

}  // namespace f4s

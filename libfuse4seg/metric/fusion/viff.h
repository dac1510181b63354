// Visual information fidelity for fusion (VIFF): Han, Cai, Cao and Xu, Inf. Fusion 14 (2013) 127.
// Not what the field's tables call VIF or VIFF: that is vif.h.

#pragma once

#include <vector>

#include "libfuse4seg/metric/fusion/grey_levels.h"
#include "libfuse4seg/metric/score.h"

namespace f4s {

/// At each pixel of each of VIFp's four scales the source counts whose gain g is the smaller (of
/// equal ones the second); the ratio of information, noise variance 0.005 255^2, of each scale is
/// weighted by 1, 0, 0.15 and 1 over 2.15.  0 to about 1; the mean over all pairs of sources.
/// @return undefined where a side is under 41 pixels (kImageTooSmall) or with one source (kConvention).
[[nodiscard]] Score FusionVif(const LevelView& fused, const std::vector<LevelView>& sources);

}  // namespace f4s

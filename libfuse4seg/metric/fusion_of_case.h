// The fusion metrics of one case, from its files.

#pragma once

#include "libfuse4seg/data/case.h"
#include "libfuse4seg/metric/fusion_metrics.h"

namespace f4s {

/// Scores `fused` against the images that `fused_from` names, or all.  A volume's scores are the
/// mean over its slices along the third axis.
/// @throws Error(kBadInput) naming the file when sizes or grids differ, or a volume holds no levels.
[[nodiscard]] FusionScores ScoreFusedCase(const Case& record, FusionConvention convention);

}  // namespace f4s

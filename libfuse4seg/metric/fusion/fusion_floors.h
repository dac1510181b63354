// What any fusion method must beat: the average and the maximum of the sources, and a copy of each.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/metric/fusion/fusion_metrics.h"

namespace f4s {

/// A floor's name, "average", "maximum" or "copy-NAME", and its image.
using FloorImage = std::pair<std::string, LevelImage>;

/// The average (a half rounded up) and the maximum of the sources' levels, by the rules of
/// kernels/rules/fusion_rules.h, then each source itself.  Colour has turned grey before.
/// @param sources  at least one, of one size.
[[nodiscard]] std::vector<FloorImage> FloorsOf(const std::vector<FusionSource>& sources);

}  // namespace f4s

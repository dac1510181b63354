// Qabf: how much of the sources' edges the fused image keeps.
//
// Xydeas and Petrovic, Electron. Lett. 36 (2000) 308, equations 1 to 8, with the constants and
// the readings of them that the field's programs share as defaults: Sobel with zeros around the
// image (the frame of a bright image is an edge), and relative strength g, not 1, where the two
// strengths are equal.

#pragma once

#include <vector>

#include "libfuse4seg/metric/convention.h"
#include "libfuse4seg/metric/fusion/compared_images.h"

namespace f4s {

/// What a source contributes to Qabf: sum Q g and sum g, g its edge strength.
struct EdgePreservation {
  double kept = 0;      ///< sum of Q g
  double strength = 0;  ///< sum of g; 0 for a black image
};

/// One entry a source.  Images of one size.  Strength is sqrt(h^2 + v^2), 0 to 1442, the angle
/// atan(v / h), -pi/2 to pi/2, and pi/2 where h is 0.
[[nodiscard]] std::vector<EdgePreservation> PreservedEdges(const LevelView& fused,
                                                           const std::vector<LevelView>& sources,
                                                           const QabfRule& rule);

/// The same of several fused images.
[[nodiscard]] ByPair<EdgePreservation> PreservedEdges(const ComparedImages& compared, const QabfRule& rule);

}  // namespace f4s

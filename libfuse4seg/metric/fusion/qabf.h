// Qabf: how much of the sources' edges the fused image keeps.
//
// Xydeas and Petrovic, Electron. Lett. 36 (2000) 308, equations 1 to 8, with the constants and
// the readings of them that the field's programs share as defaults: Sobel with zeros around the
// image (the frame of a bright image is an edge), and relative strength g, not 1, where the two
// strengths are equal.

#pragma once

#include <vector>

#include "libfuse4seg/metric/levels.h"

namespace f4s {

/// Sobel gradient of one image, pixel by pixel.
class EdgeMap {
 public:
  /// @param has_frame  false: the outermost pixels, where Sobel's window leaves the image, are no edges.
  explicit EdgeMap(const LevelImage& image, bool has_frame = true);

  /// sqrt(h^2 + v^2), 0 to 1442.
  [[nodiscard]] const std::vector<double>& strengths() const { return strengths_; }
  /// atan(v / h), -pi/2 to pi/2; pi/2 where h is 0.
  [[nodiscard]] const std::vector<double>& angles() const { return angles_; }

 private:
  std::vector<double> strengths_, angles_;
};

/// What a source contributes to Qabf: sum Q g and sum g, g its edge strength.
struct EdgePreservation {
  double kept = 0;      ///< sum of Q g
  double strength = 0;  ///< sum of g; 0 for a black image
};
/// Images of one size.
/// @param equal_gain  the relative strength of equal strengths g is this times g; 0: it is 1.
[[nodiscard]] EdgePreservation PreservedEdges(const EdgeMap& source, const EdgeMap& fused,
                                              double equal_gain = 1);

}  // namespace f4s

// The brain's surface as one distance from the head's centre in each direction.

#pragma once

#include "libfuse4seg/image/brain/sphere.h"
#include "libfuse4seg/image/brain/tissue.h"

namespace f4s::brain {

struct SurfaceSettings {
  double cost_of_other = 2;  ///< what a mm of non-tissue costs against a gain of 1 for one of tissue
  double free_mm = 35;       ///< so far from the centre nothing costs: ventricles
  double farthest_mm = 108;  ///< from the centre
  double edge = 0.4;         ///< the surface runs on outwards to where intensity is this part of brain's ...
  double edge_mm = 4;        ///< ... or rises again, no farther than this
};

/// For each direction of `sphere` the distance, in mm, that a sum of gains (tissue) and costs
/// (anything else) along the ray is largest at; so a ring of dark bone is crossed for nothing that
/// is thinner than cost_of_other rings, and a leak through a small hole is outvoted: sums are
/// averaged with the neighbours' over a wide cap first, then over ever narrower ones, each time
/// near the last distance only.  At last the surface moves out to the edge of the tissue.
[[nodiscard]] std::vector<double> FindSurface(const Tissue& tissue, const Vector3& centre,
                                              const Sphere& sphere, const SurfaceSettings& settings);

}  // namespace f4s::brain

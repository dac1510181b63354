// The brain's surface as one distance from the head's centre in each direction.

#pragma once

#include "libfuse4seg/prep/brain/sphere.h"
#include "libfuse4seg/prep/brain/tissue.h"

namespace f4s::brain {

struct SurfaceSettings {
  double cost_of_other = 2;     ///< what a mm of non-tissue costs against a gain of 1 for one of tissue
  double cost_if_enhanced = 3;  ///< the same where contrast agent lights up the dura, in a last look
  double free_mm = 35;          ///< so far from the centre nothing costs: ventricles
  double farthest_mm = 108;     ///< from the centre
  double window_mm = 6;         ///< so far in and out the fluid is looked for
  double outwards_if_enhanced_mm = 1;  ///< bright dura counts as tissue: the fluid is within it
  double blur_mm = 1;                  ///< Gaussian along the ray, of what is taken for fluid
  double fluid = 0.3;                  ///< in parts of brain; what is darker is not more like fluid
  double fluid_of_t2 = 2.2;            ///< the same where fluid is bright
  double usual_depth_mm = 13;          ///< scalp, skull and dura together
  double per_shallow_mm2 = 0.015;      ///< what less than that costs against 1 for brain that is no fluid
  double per_moved_mm2 = 0.01;         ///< what moving in or out costs
};

/// For each direction of `sphere` the distance, in mm, that a sum of gains (tissue) and costs
/// (anything else) along the ray is largest at; so a ring of dark bone is crossed for nothing that
/// is thinner than cost_of_other rings, and a leak through a small hole is outvoted: sums are
/// averaged with the neighbours' over a wide cap first, then over ever narrower ones, each time
/// near the last distance only.  At last the surface moves to the middle of the fluid about the brain,
/// which is dark, or bright in T2: a valley (or ridge) of the intensity along each ray.  Where a contrast
/// agent lights up vessels and dura, the surface is looked for again more strictly before that.
[[nodiscard]] std::vector<double> FindSurface(const Tissue& tissue, const HeadShape& head,
                                              const Sphere& sphere, const SurfaceSettings& settings);

}  // namespace f4s::brain

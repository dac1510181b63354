#include "libfuse4seg/prep/brain/star_surface.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "libfuse4seg/image/grid_gauss.h"
#include "libfuse4seg/image/resample.h"

namespace f4s::brain {
namespace {

constexpr double kStepMm = 1, kFineMm = 0.5;

/// A pass: how often sums are averaged over neighbours, and how far from the last distance to look.
struct Pass {
  int smoothings;
  double window_mm;
};
constexpr Pass kPasses[] = {{100, 1e9}, {30, 15}, {8, 8}, {2, 5}};

Vector3 Along(const Vector3& centre, const Vector3& direction, double mm) {
  const double voxels = mm / kGridMm;
  return {centre[0] + direction[0] * voxels, centre[1] + direction[1] * voxels,
          centre[2] + direction[2] * voxels};
}

/// Minus the sum along each ray up to each step.
std::vector<double> Costs(const Image<float>& membership, const Vector3& centre, const Sphere& sphere,
                          size_t steps, double cost_of_other, double free_mm) {
  std::vector<double> costs(sphere.size() * steps);
  for (size_t i = 0; i < sphere.size(); ++i) {
    double sum = 0;
    for (size_t k = 0; k < steps; ++k) {
      const double mm = static_cast<double>(k) * kStepMm;
      const double tissue = Interpolate(membership, Along(centre, sphere.direction(i), mm));
      double gain = tissue - cost_of_other * (1 - tissue);
      if (mm < free_mm) gain = std::max(gain, 0.0);
      costs[i * steps + k] = sum -= gain * kStepMm;
    }
  }
  return costs;
}

void LookNear(const std::vector<double>& costs, size_t steps, double window_mm, bool anywhere,
              std::vector<double>& radii) {
  for (size_t i = 0; i < radii.size(); ++i) {
    double best = std::numeric_limits<double>::infinity(), at = radii[i];
    for (size_t k = 0; k < steps; ++k) {
      const double mm = static_cast<double>(k) * kStepMm;
      if (!anywhere && std::abs(mm - radii[i]) > window_mm) continue;
      if (costs[i * steps + k] >= best) continue;
      best = costs[i * steps + k];
      at = mm + 0.5 * kStepMm;
    }
    radii[i] = at;
  }
}

/// How unlike fluid it is at `point`: 1 as brain, 0.3 and less as fluid (or bone), 1.2 as what is farther
/// yet.
double UnlikeFluid(const Tissue& tissue, const Vector3& point, const SurfaceSettings& settings) {
  const double relative = Interpolate(tissue.relative, point);
  const double bright = settings.fluid_of_t2;
  const double unlike = tissue.fluid_is_bright ? (bright - relative) / (bright - 1) : relative;
  return std::clamp(unlike, settings.fluid, 1.2);
}

/// To the middle of the fluid about the brain, outwards at most `outwards_mm`.
void MoveToFluid(const Tissue& tissue, const HeadShape& head, const Sphere& sphere,
                 const SurfaceSettings& settings, double outwards_mm, std::vector<double>& radii) {
  const auto inwards = static_cast<size_t>(settings.window_mm / kFineMm);
  const size_t steps = inwards + static_cast<size_t>(outwards_mm / kFineMm) + 1;
  const double sigma = settings.blur_mm / kFineMm;
  const std::vector<double> blur = NormalizedGaussianTaps(sigma, static_cast<int64_t>(std::ceil(3 * sigma)));
  const auto reach = static_cast<double>(blur.size() / 2);
  std::vector<double> costs(sphere.size() * steps), profile(steps + blur.size() - 1), way(sphere.size());
  for (size_t i = 0; i < sphere.size(); ++i) {
    const auto from_surface = [&](size_t k) {
      return (static_cast<double>(k) - static_cast<double>(inwards)) * kFineMm;
    };
    const auto at = [&](double mm) { return Along(head.centre, sphere.direction(i), radii[i] + mm); };
    for (size_t k = 0; k < profile.size(); ++k)
      profile[k] = UnlikeFluid(tissue, at(from_surface(k) - reach * kFineMm), settings);
    for (size_t k = 0; k < steps; ++k) {
      const double mm = from_surface(k);
      const double too_shallow = std::max(0.0, settings.usual_depth_mm - Interpolate(head.depth_mm, at(mm)));
      costs[i * steps + k] =
          settings.per_shallow_mm2 * too_shallow * too_shallow + settings.per_moved_mm2 * mm * mm;
      for (size_t j = 0; j < blur.size(); ++j) costs[i * steps + k] += blur[j] * profile[k + j];
    }
  }
  sphere.Smooth(costs, steps, 4);
  for (size_t i = 0; i < sphere.size(); ++i) {
    const double* cost = &costs[i * steps];
    way[i] = static_cast<double>(std::min_element(cost, cost + steps) - cost -
                                 static_cast<std::ptrdiff_t>(inwards)) *
             kFineMm;
  }
  sphere.Smooth(way, 1, 3);
  for (size_t i = 0; i < radii.size(); ++i) radii[i] += way[i];
}

/// The two passes at `first`, from the distances in `radii`.
void TwoPasses(const Tissue& tissue, const HeadShape& head, const Sphere& sphere,
               const SurfaceSettings& settings, double cost_of_other, size_t first,
               std::vector<double>& radii) {
  const auto steps = static_cast<size_t>(settings.farthest_mm / kStepMm) + 1;
  const Pass &wide = kPasses[first], &narrow = kPasses[first + 1];
  // Smoothing costs adds up: the narrower pass's are made first.
  std::vector<double> narrow_costs =
      Costs(tissue.membership, head.centre, sphere, steps, cost_of_other, settings.free_mm);
  sphere.Smooth(narrow_costs, steps, narrow.smoothings);
  std::vector<double> wide_costs = narrow_costs;
  sphere.Smooth(wide_costs, steps, wide.smoothings - narrow.smoothings);
  LookNear(wide_costs, steps, wide.window_mm, first == 0, radii);
  sphere.Smooth(radii, 1, std::max(1, wide.smoothings / 6));
  LookNear(narrow_costs, steps, narrow.window_mm, false, radii);
  sphere.Smooth(radii, 1, std::max(1, narrow.smoothings / 6));
}

/// Whether a twentieth of the surface runs along something brighter than brain: dura with contrast agent.
bool HasBrightRim(const Tissue& tissue, const Vector3& centre, const Sphere& sphere,
                  const std::vector<double>& radii) {
  constexpr double kInwardsMm = 4, kOutwardsMm = 2, kBright = 1.18, kShare = 0.95;
  std::vector<double> brightest(radii.size(), 0.0);
  for (size_t i = 0; i < radii.size(); ++i)
    for (double mm = -kInwardsMm; mm <= kOutwardsMm; mm += kStepMm)
      brightest[i] = std::max<double>(
          brightest[i], Interpolate(tissue.relative, Along(centre, sphere.direction(i), radii[i] + mm)));
  const auto at = static_cast<size_t>(kShare * static_cast<double>(radii.size()));
  std::nth_element(brightest.begin(), brightest.begin() + static_cast<std::ptrdiff_t>(at), brightest.end());
  return brightest[at] > kBright;
}

}  // namespace

std::vector<double> FindSurface(const Tissue& tissue, const HeadShape& head, const Sphere& sphere,
                                const SurfaceSettings& settings) {
  std::vector<double> radii(sphere.size(), 0.0);
  TwoPasses(tissue, head, sphere, settings, settings.cost_of_other, 0, radii);
  TwoPasses(tissue, head, sphere, settings, settings.cost_of_other, 2, radii);
  const bool is_enhanced = tissue.has_vessels && HasBrightRim(tissue, head.centre, sphere, radii);
  if (is_enhanced) TwoPasses(tissue, head, sphere, settings, settings.cost_if_enhanced, 2, radii);
  MoveToFluid(tissue, head, sphere, settings,
              is_enhanced ? settings.outwards_if_enhanced_mm : settings.window_mm, radii);
  return radii;
}

}  // namespace f4s::brain

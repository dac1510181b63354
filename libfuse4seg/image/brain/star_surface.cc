#include "libfuse4seg/image/brain/star_surface.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace f4s::brain {
namespace {

constexpr double kStepMm = 1;

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
std::vector<double> Costs(const Field<float>& membership, const Vector3& centre, const Sphere& sphere,
                          size_t steps, const SurfaceSettings& settings) {
  std::vector<double> costs(sphere.size() * steps);
  for (size_t i = 0; i < sphere.size(); ++i) {
    double sum = 0;
    for (size_t k = 0; k < steps; ++k) {
      const double mm = static_cast<double>(k) * kStepMm;
      const double tissue = At(membership, Along(centre, sphere.direction(i), mm));
      double gain = tissue - settings.cost_of_other * (1 - tissue);
      if (mm < settings.free_mm) gain = std::max(gain, 0.0);
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

/// Outwards while it gets darker, to the edge.
void MoveToEdge(const Field<float>& relative, const Vector3& centre, const Sphere& sphere,
                const SurfaceSettings& settings, std::vector<double>& radii) {
  constexpr double kFineMm = 0.5;
  const auto steps = static_cast<size_t>(settings.edge_mm / kFineMm) + 1;
  std::vector<double> profiles(sphere.size() * steps), way(sphere.size(), 0.0);
  for (size_t i = 0; i < sphere.size(); ++i)
    for (size_t k = 0; k < steps; ++k)
      profiles[i * steps + k] =
          At(relative, Along(centre, sphere.direction(i), radii[i] + static_cast<double>(k) * kFineMm));
  sphere.Smooth(profiles, steps, 1);
  for (size_t i = 0; i < sphere.size(); ++i) {
    const double* profile = &profiles[i * steps];
    size_t k = 0;
    while (k + 1 < steps && profile[k] > settings.edge && profile[k + 1] < profile[k]) ++k;
    way[i] = static_cast<double>(k) * kFineMm;
  }
  sphere.Smooth(way, 1, 3);
  for (size_t i = 0; i < radii.size(); ++i) radii[i] += way[i];
}

}  // namespace

std::vector<double> FindSurface(const Tissue& tissue, const Vector3& centre, const Sphere& sphere,
                                const SurfaceSettings& settings) {
  const auto steps = static_cast<size_t>(settings.farthest_mm / kStepMm) + 1;
  // Smoothing costs adds up: the narrowest first, all kept until the widest is there.
  std::vector<std::vector<double>> costs;
  costs.push_back(Costs(tissue.membership, centre, sphere, steps, settings));
  int done = 0;
  for (size_t pass = std::size(kPasses); pass-- > 0;) {
    std::vector<double> next = costs.back();
    sphere.Smooth(next, steps, kPasses[pass].smoothings - done);
    done = kPasses[pass].smoothings;
    costs.push_back(std::move(next));
  }
  std::vector<double> radii(sphere.size(), 0.0);
  for (size_t pass = 0; pass < std::size(kPasses); ++pass) {
    LookNear(costs.back(), steps, kPasses[pass].window_mm, pass == 0, radii);
    costs.pop_back();
    sphere.Smooth(radii, 1, std::max(1, kPasses[pass].smoothings / 6));
  }
  MoveToEdge(tissue.relative, centre, sphere, settings, radii);
  return radii;
}

}  // namespace f4s::brain

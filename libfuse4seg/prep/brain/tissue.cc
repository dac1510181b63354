#include "libfuse4seg/prep/brain/tissue.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/intensity.h"

namespace f4s::brain {
namespace {

constexpr double kCoreMm = 45;      ///< about the centre nearly all is brain
constexpr double kReachMm = 100;    ///< no brain lies farther from the head's centre
constexpr double kBrightFluid = 2;  ///< times the median, of the 98th percentile
constexpr double kVessels = 1.25;   ///< times the 98th percentile, of the 99.8th
constexpr double kShadingMm[] = {40, 25};

Image<float> DistancesMm(const Grid& grid, const Vector3& centre) {
  const Size3& size = grid.size;
  auto distance = ImageOn<float>(grid);
  size_t i = 0;
  for (int64_t z = 0; z < size[2]; ++z)
    for (int64_t y = 0; y < size[1]; ++y)
      for (int64_t x = 0; x < size[0]; ++x, ++i) {
        const double dx = static_cast<double>(x) - centre[0], dy = static_cast<double>(y) - centre[1],
                     dz = static_cast<double>(z) - centre[2];
        distance.samples[i] = static_cast<float>(kGridMm * std::sqrt(dx * dx + dy * dy + dz * dz));
      }
  return distance;
}

/// 0 below `at` - `half`, 1 above `at` + `half`.
float Ramp(double value, double at, double half) {
  return static_cast<float>(std::clamp((value - at + half) / (2 * half), 0.0, 1.0));
}

}  // namespace

Tissue FindTissue(const Image<float>& intensity, const HeadShape& head, const TissueSettings& settings) {
  const Image<float> distance_mm = DistancesMm(intensity.grid, head.centre);
  std::vector<float> core;
  for (size_t i = 0; i < intensity.samples.size(); ++i)
    if (distance_mm.samples[i] < kCoreMm) core.push_back(intensity.samples[i]);
  const auto levels = Percentiles(core, {50, 98, 99.8});
  if (!(levels[0] > 0))
    throw Error(ErrorKind::kBadInput, "brain.no_head",
                Cat("shows no head: the median around its centre is ", levels[0]));
  const auto median = static_cast<float>(levels[0]);
  auto level = ImageOn<float>(intensity.grid, median);
  auto near_level = ImageOn<uint8_t>(intensity.grid);
  for (const double sigma_mm : kShadingMm) {
    for (size_t i = 0; i < level.samples.size(); ++i) {
      const float relative = intensity.samples[i] / level.samples[i];
      near_level.samples[i] =
          static_cast<uint8_t>(relative > 0.6F && relative < 1.5F && head.depth_mm.samples[i] > 12 &&
                               distance_mm.samples[i] < kReachMm);
    }
    level = MaskedMean(intensity, near_level, sigma_mm / kGridMm, median);
  }
  Tissue tissue = {ImageOn<float>(intensity.grid), ImageOn<float>(intensity.grid),
                   levels[1] > kBrightFluid * levels[0], false};
  tissue.has_vessels = !tissue.fluid_is_bright && levels[2] > kVessels * levels[1];
  const double brightest = tissue.fluid_is_bright ? settings.brightest_of_t2 : settings.brightest;
  for (size_t i = 0; i < level.samples.size(); ++i) {
    const float relative = intensity.samples[i] / level.samples[i];
    tissue.relative.samples[i] = relative;
    if (head.depth_mm.samples[i] <= settings.shallowest_mm) continue;
    tissue.membership.samples[i] =
        Ramp(relative, settings.darkest, settings.softness) * Ramp(-relative, -brightest, settings.softness);
  }
  return tissue;
}

}  // namespace f4s::brain

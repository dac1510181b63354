#include "libfuse4seg/prep/brain/tissue.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/intensity.h"

namespace f4s::brain {
namespace {

constexpr double kClosingMm = 8;

/// Opened by a cross of three voxels: specks of noise go.
Image<uint8_t> WithoutSpecks(const Image<uint8_t>& mask) {
  const auto once = [](const Image<uint8_t>& from, uint8_t wanted) {
    Image<uint8_t> to = from;
    const int64_t step[3] = {1, from.grid.size[0], from.grid.size[0] * from.grid.size[1]};
    for (int64_t z = 0; z < from.grid.size[2]; ++z)
      for (int64_t y = 0; y < from.grid.size[1]; ++y)
        for (int64_t x = 0; x < from.grid.size[0]; ++x) {
          const auto i = static_cast<int64_t>(from.grid.Index(x, y, z));
          const int64_t at[3] = {x, y, z};
          for (size_t a = 0; a < 3; ++a) {
            if (at[a] > 0 && from.samples[static_cast<size_t>(i - step[a])] == wanted)
              to.samples[static_cast<size_t>(i)] = wanted;
            if (at[a] + 1 < from.grid.size[a] && from.samples[static_cast<size_t>(i + step[a])] == wanted)
              to.samples[static_cast<size_t>(i)] = wanted;
          }
        }
    return to;
  };
  return once(once(mask, 0), 1);
}

/// The head closed by a ball: air is what a ball of that radius reaches from a corner outside.
Image<uint8_t> Closed(const Image<uint8_t>& head) {
  constexpr double kRadius = kClosingMm / kGridMm;
  constexpr auto kMargin = static_cast<int64_t>(2 * kRadius) + 2;
  const Image<uint8_t> not_head = Where(Padded(head, kMargin), [](uint8_t v) { return v == 0; });
  const auto open = Where(DistanceToZero(not_head), [](float d) { return d > kRadius; });
  const Image<uint8_t> not_air = Where(ComponentOf(open, 0), [](uint8_t v) { return v == 0; });
  return Unpadded(Where(DistanceToZero(not_air), [](float d) { return d > kRadius; }), kMargin);
}

}  // namespace

HeadShape FindHead(const Image<float>& intensity) {
  std::vector<float> sorted = intensity.samples;
  const auto range = Percentiles(sorted, {2, 98});
  const double threshold = range[0] + 0.1 * (range[1] - range[0]);
  const auto bright = Where(intensity, [&](float v) { return v > threshold; });
  HeadShape shape;
  shape.depth_mm = DistanceToZero(Closed(LargestComponent(WithoutSpecks(bright))));
  for (float& depth : shape.depth_mm.samples) depth *= static_cast<float>(kGridMm);
  shape.deepest_mm = *std::max_element(shape.depth_mm.samples.begin(), shape.depth_mm.samples.end());
  if (!(shape.deepest_mm >= kShallowestHeadMm && shape.deepest_mm <= kDeepestHeadMm))
    throw Error(ErrorKind::kBadInput, "brain.no_head",
                shape.deepest_mm > kDeepestHeadMm
                    ? std::string("shows no air around a head")
                    : Cat("shows no head: what is brighter than its background is at most ", shape.deepest_mm,
                          " mm deep, wanted ", kShallowestHeadMm, " or more"));
  Vector3 sum = {0, 0, 0};
  double count = 0;
  for (int64_t z = 0; z < intensity.grid.size[2]; ++z)
    for (int64_t y = 0; y < intensity.grid.size[1]; ++y)
      for (int64_t x = 0; x < intensity.grid.size[0]; ++x) {
        if (shape.depth_mm.samples[intensity.grid.Index(x, y, z)] <= 0.9 * shape.deepest_mm) continue;
        sum = {sum[0] + static_cast<double>(x), sum[1] + static_cast<double>(y),
               sum[2] + static_cast<double>(z)};
        ++count;
      }
  shape.centre = {sum[0] / count, sum[1] / count, sum[2] / count};
  return shape;
}

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

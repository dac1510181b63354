#include "libfuse4seg/prep/brain/head_shape.h"

#include <algorithm>

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

}  // namespace f4s::brain

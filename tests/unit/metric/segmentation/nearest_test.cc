#include "libfuse4seg/metric/segmentation/nearest.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/metric/segmentation/random_masks.h"

namespace f4s {
namespace {

/// Every voxel against every other.
std::vector<double> PlainDistances(const BitVolume& from, const BitVolume& to, const Vector3& spacing_mm) {
  std::vector<double> distances;
  VisitSet(from, [&](int64_t x, int64_t y, int64_t z) {
    double best = INFINITY;
    VisitSet(to, [&](int64_t i, int64_t j, int64_t k) {
      best = std::min(best, std::hypot(static_cast<double>(x - i) * spacing_mm[0],
                                       static_cast<double>(y - j) * spacing_mm[1],
                                       static_cast<double>(z - k) * spacing_mm[2]));
    });
    distances.push_back(best);
  });
  return distances;
}

class Nearest : public testing::TestWithParam<MaskCase> {};

TEST_P(Nearest, AgreesWithAllPairs) {
  const auto& [size, spacing, one_in] = GetParam();
  for (unsigned seed = 0; seed < 3; ++seed) {
    const BitVolume from = RandomMask(size, 9, 2 * seed), to = RandomMask(size, one_in, 2 * seed + 1);
    const std::vector<double> plain = PlainDistances(from, to, spacing);
    for (auto* way : {&DistancesTo, &DistancesByBlocks, &DistancesByTransform}) {
      const std::vector<double> found = way(from, to, spacing);
      ASSERT_EQ(found.size(), plain.size());
      for (size_t i = 0; i < plain.size(); ++i) ASSERT_NEAR(found[i], plain[i], 1e-12 * (1 + plain[i])) << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Masks, Nearest, testing::ValuesIn(kMaskCases));

TEST(Nearest, TheCheapestWayChangesNothing) {
  // Two slabs far apart: more far voxels than any but the transform is for.
  const Size3 size = {70, 40, 30};
  BitVolume low(size), high(size);
  for (int64_t z = 0; z < 30; ++z)
    for (int64_t y = 0; y < 40; ++y) low.row(y, z)[0] = 7, high.row(y, z)[1] = uint64_t{3} << 4;
  for (const double distance : DistancesTo(low, high, {1, 1, 1}))
    EXPECT_TRUE(distance >= 66 && distance <= 68);
  EXPECT_EQ(DistancesTo(low, high, {1, 1, 1}), DistancesByBlocks(low, high, {1, 1, 1}));
  EXPECT_EQ(DistancesTo(low, high, {1, 1, 1}), DistancesByTransform(low, high, {1, 1, 1}));
}

}  // namespace
}  // namespace f4s

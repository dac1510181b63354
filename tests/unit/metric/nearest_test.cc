#include "libfuse4seg/metric/nearest.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace f4s {
namespace {

struct MaskCase {
  Size3 size;
  Vector3 spacing_mm;
  unsigned one_in;  ///< of so many voxels
};

void PrintTo(const MaskCase& mask, std::ostream* out) {
  *out << mask.size[0] << "x" << mask.size[1] << "x" << mask.size[2] << ", one in " << mask.one_in;
}

/// Single voxels, with a last one so that none is empty.
BitVolume RandomMask(const Size3& size, unsigned one_in, unsigned seed) {
  BitVolume mask(size);
  std::mt19937 random(seed);
  for (int64_t z = 0; z < size[2]; ++z)
    for (int64_t y = 0; y < size[1]; ++y)
      for (int64_t x = 0; x < size[0]; ++x)
        if (random() % one_in == 0) mask.row(y, z)[x / 64] |= uint64_t{1} << (x % 64);
  mask.row(size[1] - 1, 0)[(size[0] - 1) / 64] |= uint64_t{1} << ((size[0] - 1) % 64);
  return mask;
}

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

// Near, far and very far; rows that end within, at and after a word; planes; lines.
INSTANTIATE_TEST_SUITE_P(
    Masks, Nearest,
    testing::Values(MaskCase{{20, 21, 22}, {1, 1, 1}, 5}, MaskCase{{20, 21, 22}, {1, 1, 1}, 700},
                    MaskCase{{64, 13, 9}, {0.9, 1.3, 3.7}, 60}, MaskCase{{65, 9, 13}, {3.7, 0.3, 0.9}, 1000},
                    MaskCase{{130, 40, 1}, {0.7, 1.3, 5}, 300},
                    MaskCase{{130, 40, 1}, {0.7, 1.3, 5}, 1000000}, MaskCase{{1, 30, 60}, {1, 0.5, 2}, 200},
                    MaskCase{{200, 1, 1}, {0.1, 1, 1}, 150}, MaskCase{{30, 40, 35}, {1, 1, 1}, 1000000}));

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

// What brain extraction is built of: distances, components, means, directions.

#include <gtest/gtest.h>

#include <cmath>

#include "libfuse4seg/prep/brain/grid_filters.h"
#include "libfuse4seg/prep/brain/sphere.h"

namespace f4s::brain {
namespace {

TEST(DistanceToZero, IsTheDistanceToTheNearestOne) {
  auto mask = ImageOn<uint8_t>({{9, 7, 5}}, 1);
  const int64_t zeros[][3] = {{1, 1, 1}, {8, 0, 4}, {4, 6, 2}};
  for (const auto& zero : zeros) mask.samples[mask.grid.Index(zero[0], zero[1], zero[2])] = 0;
  const Image<float> distance = DistanceToZero(mask);
  for (int64_t z = 0; z < 5; ++z)
    for (int64_t y = 0; y < 7; ++y)
      for (int64_t x = 0; x < 9; ++x) {
        double least = 1e9;
        for (const auto& zero : zeros)
          least = std::min(least, std::sqrt(static_cast<double>((x - zero[0]) * (x - zero[0]) +
                                                                (y - zero[1]) * (y - zero[1]) +
                                                                (z - zero[2]) * (z - zero[2]))));
        EXPECT_FLOAT_EQ(distance.samples[distance.grid.Index(x, y, z)], static_cast<float>(least));
      }
}

TEST(DistanceToZero, IsFarWithoutAny) {
  for (const float value : DistanceToZero(ImageOn<uint8_t>({{3, 4, 2}}, 1)).samples) EXPECT_EQ(value, kFar);
}

TEST(Components, HangTogetherOverFacesOnly) {
  auto mask = ImageOn<uint8_t>({{4, 3, 1}});
  for (const size_t i : {0, 1, 6, 7, 10}) mask.samples[i] = 1;  // two, and three that touch them at a corner
  EXPECT_EQ(LargestComponent(mask).samples, (std::vector<uint8_t>{0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0}));
  EXPECT_EQ(ComponentOf(mask, 1).samples, (std::vector<uint8_t>{1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(ComponentOf(mask, 2).samples, std::vector<uint8_t>(12, 0));
}

TEST(Padding, GoesThereAndBack) {
  Image<uint8_t> mask = {{{3, 2, 2}}, 1, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}};
  const Image<uint8_t> padded = Padded(mask, 2);
  EXPECT_EQ(padded.grid.size, (Size3{7, 6, 6}));
  EXPECT_EQ(padded.samples[padded.grid.Index(2, 2, 2)], 1);
  EXPECT_EQ(padded.samples[padded.grid.Index(4, 3, 3)], 12);
  EXPECT_EQ(padded.samples[0], 0);
  EXPECT_EQ(Unpadded(padded, 2).samples, mask.samples);
}

TEST(MaskedMean, FollowsAShadeAndForgetsWhatIsMasked) {
  auto values = ImageOn<float>({{48, 8, 8}});
  auto mask = ImageOn<uint8_t>(values.grid, 1);
  for (int64_t z = 0; z < 8; ++z)
    for (int64_t y = 0; y < 8; ++y)
      for (int64_t x = 0; x < 48; ++x) {
        const bool out = (x + y + z) % 3 == 0;
        values.samples[values.grid.Index(x, y, z)] = out ? 1e6F : 100 + static_cast<float>(x);
        mask.samples[mask.grid.Index(x, y, z)] = out ? 0 : 1;
      }
  const Image<float> mean = MaskedMean(values, mask, 6, 5);
  // In the middle a ramp is its own mean; 5 has weight 0.02 against the share of voxels that count, which
  // a Gaussian wider than the grid lowers to about a third of 2/3 squared.
  EXPECT_NEAR(mean.samples[mean.grid.Index(24, 4, 4)], 124, 15);
  EXPECT_GT(mean.samples[mean.grid.Index(40, 4, 4)], mean.samples[mean.grid.Index(8, 4, 4)] + 15);
}

TEST(Sphere, SpreadsItsDirectionsEvenly) {
  const Sphere sphere(2);
  EXPECT_EQ(sphere.size(), 162U);
  Vector3 sum = {0, 0, 0};
  for (size_t i = 0; i < sphere.size(); ++i)
    for (size_t axis = 0; axis < 3; ++axis) sum[axis] += sphere.direction(i)[axis];
  for (const double s : sum) EXPECT_NEAR(s, 0, 1e-9);
}

TEST(Sphere, InterpolatesASmoothFunction) {
  const Sphere sphere(4);
  EXPECT_EQ(sphere.size(), 2562U);
  std::vector<double> values;
  for (size_t i = 0; i < sphere.size(); ++i) values.push_back(70 + 10 * sphere.direction(i)[0]);
  size_t nearest = 0;
  for (int k = 0; k < 500; ++k) {
    const double z = std::cos(0.37 * k), angle = 2.4 * k, across = std::sqrt(1 - z * z);
    const Vector3 direction = {across * std::cos(angle), across * std::sin(angle), z};
    EXPECT_NEAR(sphere.At(values, direction, nearest), 70 + 10 * direction[0], 0.3);
  }
}

TEST(Sphere, SmoothingKeepsAConstantAndFlattensASpike) {
  const Sphere sphere(1);
  std::vector<double> values(2 * sphere.size(), 3.0);
  values[10] = 45;
  sphere.Smooth(values, 2, 50);
  for (size_t i = 0; i < sphere.size(); ++i) {
    EXPECT_NEAR(values[2 * i], 4, 0.3);  // 42 spread over 42 directions
    EXPECT_NEAR(values[2 * i + 1], 3, 1e-12);
  }
}

}  // namespace
}  // namespace f4s::brain

#include "libfuse4seg/train/data/augment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "libfuse4seg/base/random.h"

namespace f4s {
namespace {

constexpr int64_t kSide = 48;

/// A bright square on dark ground, with some texture.
std::vector<float> Picture() {
  std::vector<float> levels;
  for (int64_t y = 0; y < kSide; ++y)
    for (int64_t x = 0; x < kSide; ++x)
      levels.push_back(
          static_cast<float>((x > 12 && x < 36 && y > 12 && y < 36 ? 0.6 : 0.2) + 0.1 * Uniform(5, x, y)));
  return levels;
}

std::vector<float> With(const Appearance& appearance) {
  auto levels = Picture();
  Apply(appearance, kSide, levels);
  return levels;
}

double Mean(const std::vector<float>& v) {
  return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
}
double Sd(const std::vector<float>& v) {
  const double mean = Mean(v);
  double sum = 0;
  for (const float x : v) sum += (x - mean) * (x - mean);
  return std::sqrt(sum / static_cast<double>(v.size()));
}
/// Mean absolute step between neighbours of a row.
double Roughness(const std::vector<float>& v) {
  double sum = 0;
  for (size_t i = 1; i < v.size(); ++i)
    if (i % kSide != 0) sum += std::abs(v[i] - v[i - 1]);
  return sum;
}

TEST(Appearances, NeutralValuesLeaveAllAsItIs) { EXPECT_EQ(With({}), Picture()); }

TEST(Appearances, EachDoesWhatItsNameSays) {
  const auto before = Picture();
  auto noise = With({.noise = 0.3, .seed = 4});
  for (size_t i = 0; i < noise.size(); ++i) noise[i] -= before[i];
  EXPECT_NEAR(Sd(noise), 0.3 * Sd(before), 0.02 * Sd(before));
  EXPECT_NEAR(Mean(noise), 0, 0.02 * Sd(before));
  EXPECT_EQ(With({.noise = 0.3, .seed = 4}), With({.noise = 0.3, .seed = 4}));
  EXPECT_NE(With({.noise = 0.3, .seed = 4}), With({.noise = 0.3, .seed = 5}));
  EXPECT_LT(Roughness(With({.blur = 1})), 0.7 * Roughness(before));
  EXPECT_NEAR(Mean(With({.blur = 1})), Mean(before), 1e-4);
  EXPECT_NEAR(Mean(With({.brightness = 1.2})), 1.2 * Mean(before), 1e-4);
  EXPECT_NEAR(Sd(With({.contrast = 0.8})), 0.8 * Sd(before), 1e-4);
  EXPECT_NEAR(Mean(With({.contrast = 0.8})), Mean(before), 1e-4);
  EXPECT_LT(Roughness(With({.resolution = 0.5})), 0.7 * Roughness(before));
  EXPECT_NEAR(Mean(With({.resolution = 0.5})), Mean(before), 0.02);
  for (const Appearance& bent : {Appearance{.gamma = 1.4}, Appearance{.gamma_of_inverted = 0.75}}) {
    EXPECT_NE(With(bent), before);
    EXPECT_NEAR(Mean(With(bent)), Mean(before), 1e-3);
    EXPECT_NEAR(Sd(With(bent)), Sd(before), 1e-3);
  }
}

TEST(Appearances, LevelsStayInRangeAndConstantsConstant) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const Appearance drawn = DrawAppearance(seed);
    EXPECT_EQ(drawn, DrawAppearance(seed));
    const auto levels = With(drawn);
    EXPECT_TRUE(std::all_of(levels.begin(), levels.end(), [](float v) { return v >= 0 && v <= 1; })) << seed;
    std::vector<float> black(kSide * kSide, 0.0F);
    Apply(drawn, kSide, black);
    EXPECT_TRUE(std::all_of(black.begin(), black.end(), [](float v) { return v == 0; })) << seed;
  }
}

TEST(Appearances, AreDrawnAsOftenAsNnunetDoes) {
  constexpr int kDraws = 20000;
  int noise = 0, blur = 0, bright = 0, coarse = 0, gamma = 0;
  for (int i = 0; i < kDraws; ++i) {
    const Appearance a = DrawAppearance(static_cast<uint64_t>(i));
    noise += a.noise > 0, blur += a.blur > 0, bright += a.brightness != 1;
    coarse += a.resolution != 1, gamma += a.gamma != 1;
    EXPECT_LE(a.noise * a.noise, 0.1);
    EXPECT_GE(a.resolution, 0.5);
    EXPECT_GE(a.gamma, 0.7);
    EXPECT_LE(a.gamma, 1.5);
  }
  EXPECT_NEAR(noise, 0.1 * kDraws, 200);
  EXPECT_NEAR(blur, 0.1 * kDraws, 200);
  EXPECT_NEAR(bright, 0.15 * kDraws, 250);
  EXPECT_NEAR(coarse, 0.125 * kDraws, 250);
  EXPECT_NEAR(gamma, 0.3 * kDraws, 300);
}

}  // namespace
}  // namespace f4s

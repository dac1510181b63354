#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/kernels/rules/classical_rules.h"
#include "tests/support/views.h"

namespace f4s {
namespace {

using Pixels = std::vector<float>;

Pixels Noise(size_t pixels, unsigned seed) {
  std::mt19937 random(seed);
  Pixels plane;
  for (size_t i = 0; i < pixels; ++i) plane.push_back(static_cast<float>(random() % 256) / 255.0F);
  return plane;
}

Views<const float> SourcesOf(const std::vector<Pixels>& planes, int height, int width) {
  return ViewsOf({planes.begin(), planes.end()}, height, width);
}

Pixels Fuse(const std::string& rule, const std::vector<Pixels>& planes, int height, int width) {
  Pixels fused(planes[0].size(), std::nanf(""));
  FusionRuleOf(rule).fuse(SourcesOf(planes, height, width), {}, fused, KernelsFor("cpu"));
  return fused;
}

double LargestDifference(const Pixels& a, const Pixels& b) {
  double largest = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const double difference = std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
    if (!(difference <= largest)) largest = difference;  // NaN counts
  }
  return largest;
}

struct Size {
  int height, width;
};
constexpr Size kSizes[] = {{1, 1}, {1, 7}, {6, 1}, {2, 2}, {3, 5}, {16, 16}, {33, 47}, {64, 31}};

TEST(ClassicalRules, AnImageWithItselfComesBack) {
  for (const std::string& rule : FusionRuleNames())
    for (const Size& size : kSizes) {
      const Pixels plane = Noise(static_cast<size_t>(size.height * size.width), 3);
      for (const size_t count : {1U, 2U, 5U})
        EXPECT_LE(
            LargestDifference(Fuse(rule, std::vector<Pixels>(count, plane), size.height, size.width), plane),
            2e-6)
            << rule << " of " << count << " images of " << size.width << " x " << size.height;
    }
}

TEST(ClassicalRules, OrderOfSourcesDoesNotMatterWhereNoneTie) {
  const Pixels a = Noise(40 * 50, 1), b = Noise(40 * 50, 2);
  for (const char* rule : {"average", "maximum", "guided-filter", "pca", "gradient"})
    EXPECT_LE(LargestDifference(Fuse(rule, {a, b}, 40, 50), Fuse(rule, {b, a}, 40, 50)), 1e-6) << rule;
}

TEST(ClassicalRules, DetailOfOneSourceIsKept) {
  // A textured left half in one source and right half in the other; flat grey beside each.
  constexpr int kHeight = 48, kWidth = 64;
  Pixels left(kHeight * kWidth, 0.5F), right = left, both = left;
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) {
      const auto i = static_cast<size_t>(y * kWidth + x);
      both[i] = (x / 3 + y / 3) % 2 == 0 ? 0.8F : 0.2F;
      (x < kWidth / 2 ? left : right)[i] = both[i];
    }
  for (const char* rule : {"laplacian", "wavelet", "guided-filter", "gradient"}) {
    const Pixels fused = Fuse(rule, {left, right}, kHeight, kWidth);
    double error = 0, of_mean = 0;
    for (size_t i = 0; i < both.size(); ++i) {
      error += std::abs(static_cast<double>(fused[i] - both[i]));
      of_mean += std::abs(static_cast<double>(0.5F * (left[i] + right[i]) - both[i]));
    }
    EXPECT_LT(error, 0.2 * of_mean) << rule;
  }
}

TEST(ClassicalRules, PrincipalWeightsOfSourcesThatDifferInContrast) {
  // b = 3 a + const: the principal axis is (1, 3) / sqrt(10).
  const Pixels a = Noise(500, 8);
  Pixels b = a, c = a;
  for (float& value : b) value = 3 * value + 0.1F;
  for (float& value : c) value = -value;
  const auto weights = PrincipalWeights(SourcesOf({a, b}, 20, 25));
  EXPECT_NEAR(weights[0], 0.25, 1e-6);
  EXPECT_NEAR(weights[1], 0.75, 1e-6);
  EXPECT_NEAR(PrincipalWeights(SourcesOf({a, c}, 20, 25))[1], 0.5, 1e-6);  // against each other: sizes
}

TEST(ClassicalRules, PrincipalWeightsSolveTheEigenEquation) {
  const std::vector<Pixels> planes = {Noise(400, 1), Noise(400, 2), Noise(400, 3), Noise(400, 4)};
  const auto w = PrincipalWeights(SourcesOf(planes, 20, 20));
  double m[4][4] = {};
  for (size_t a = 0; a < 4; ++a)
    for (size_t b = 0; b < 4; ++b) {
      double ma = 0, mb = 0;
      for (size_t i = 0; i < 400; ++i) {
        ma += static_cast<double>(planes[a][i]) / 400;
        mb += static_cast<double>(planes[b][i]) / 400;
      }
      for (size_t i = 0; i < 400; ++i)
        m[a][b] += (static_cast<double>(planes[a][i]) - ma) * (static_cast<double>(planes[b][i]) - mb) / 400;
    }
  // Signs are lost: one choice of them must make w an eigenvector, and none may have a larger value.
  double best = 1e9, largest = 0;
  for (int signs = 0; signs < 8; ++signs) {
    double v[4], norm = 0, value = 0, residual = 0;
    for (size_t i = 0; i < 4; ++i) {
      v[i] = (i < 3 && (signs >> i & 1) != 0 ? -1 : 1) * w[i];
      norm += v[i] * v[i];
    }
    for (size_t i = 0; i < 4; ++i)
      for (size_t j = 0; j < 4; ++j) value += v[i] * m[i][j] * v[j] / norm;
    for (size_t i = 0; i < 4; ++i) {
      double mv = 0;
      for (size_t j = 0; j < 4; ++j) mv += m[i][j] * v[j];
      residual += (mv - value * v[i]) * (mv - value * v[i]);
    }
    if (residual < best) {
      best = residual;
      largest = value;
    }
  }
  EXPECT_LT(best, 1e-16);
  std::mt19937 random(9);
  std::normal_distribution<double> normal;
  for (int trial = 0; trial < 1000; ++trial) {
    double v[4], norm = 0, value = 0;
    for (double& x : v) x = normal(random), norm += x * x;
    for (size_t i = 0; i < 4; ++i)
      for (size_t j = 0; j < 4; ++j) value += v[i] * m[i][j] * v[j] / norm;
    EXPECT_LE(value, largest * (1 + 1e-9));
  }
}

TEST(ClassicalRules, WaveletTakesTheActiveSourcesDetail) {
  // A small bright square in one source alone: all but its share of the averaged base survives.
  constexpr int kSide = 64;
  Pixels flat(kSide * kSide, 0.25F), square = flat;
  for (int y = 21; y < 26; ++y)
    for (int x = 37; x < 42; ++x) square[static_cast<size_t>(y * kSide + x)] = 0.75F;
  const Pixels fused = Fuse("wavelet", {flat, square}, kSide, kSide);
  EXPECT_NEAR(static_cast<double>(fused[23 * kSide + 39]), 0.75, 0.06);
  EXPECT_NEAR(static_cast<double>(fused[60 * kSide + 5]), 0.25, 1e-4);  // its part of the base reaches far
}

TEST(ClassicalRules, BadPlanesAreRefused) {
  const Pixels plane(12, 0.5F), other(11, 0.5F);
  for (const std::string& rule : FusionRuleNames()) {
    Pixels fused(12);
    const Views<const float> sizes = {ViewOf(plane, 3, 4), ViewOf(other, 11, 1)};
    EXPECT_THROW(FusionRuleOf(rule).fuse(sizes, {}, fused, KernelsFor("cpu")), Error) << rule;
    EXPECT_THROW(Fuse(rule, {plane}, 0, 4), Error) << rule;
  }
  EXPECT_THROW(static_cast<void>(FusionRuleOf("guided")), Error);
}

}  // namespace
}  // namespace f4s

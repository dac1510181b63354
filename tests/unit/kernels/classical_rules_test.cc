#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/kernels/rules/classical_rules.h"
#include "libfuse4seg/kernels/rules/plane.h"

namespace f4s {
namespace {

using Pixels = std::vector<float>;

Pixels Noise(size_t pixels, unsigned seed) {
  std::mt19937 random(seed);
  Pixels plane;
  for (size_t i = 0; i < pixels; ++i) plane.push_back(static_cast<float>(random() % 256) / 255.0F);
  return plane;
}

SourcePlanes SourcesOf(const std::vector<Pixels>& planes, int height, int width) {
  SourcePlanes sources = {{}, height, width};
  for (const Pixels& plane : planes) sources.planes.emplace_back(plane);
  return sources;
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

TEST(ClassicalRules, BoxMeanIsTheMeanOfWhatLiesWithin) {
  constexpr int kHeight = 9, kWidth = 13;
  const FloatPlane plane(kHeight, kWidth, Noise(kHeight * kWidth, 5));
  for (const int radius : {0, 1, 3, 20}) {
    const FloatPlane means = BoxMean(plane, radius);
    for (int y = 0; y < kHeight; ++y)
      for (int x = 0; x < kWidth; ++x) {
        double sum = 0;
        int n = 0;
        for (int v = std::max(0, y - radius); v <= std::min(kHeight - 1, y + radius); ++v)
          for (int u = std::max(0, x - radius); u <= std::min(kWidth - 1, x + radius); ++u, ++n)
            sum += static_cast<double>(plane.row(v)[u]);
        ASSERT_NEAR(static_cast<double>(means.row(y)[x]), sum / n, 1e-6) << radius;
      }
  }
}

TEST(ClassicalRules, GaussianBlurIsTheDoubleSum) {
  constexpr int kHeight = 8, kWidth = 11, kRadius = 3;
  constexpr double kSigma = 1.5;
  const FloatPlane plane(kHeight, kWidth, Noise(kHeight * kWidth, 6));
  const FloatPlane blurred = GaussianBlur(plane, kSigma, kRadius);
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) {
      double sum = 0, weights = 0;
      for (int v = -kRadius; v <= kRadius; ++v)
        for (int u = -kRadius; u <= kRadius; ++u) {
          const double weight = std::exp(-(u * u + v * v) / (2 * kSigma * kSigma));
          weights += weight;
          sum += weight * static_cast<double>(
                              plane.row(std::clamp(y + v, 0, kHeight - 1))[std::clamp(x + u, 0, kWidth - 1)]);
        }
      ASSERT_NEAR(static_cast<double>(blurred.row(y)[x]), sum / weights, 1e-6);
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

/// The guided filter's window regressions written out: each pixel is the mean, over all windows that
/// hold it, of the window's own line fitted to `map` over `guide`.
std::vector<double> PlainGuidedFilter(const FloatPlane& map, const FloatPlane& guide, int radius,
                                      double epsilon) {
  const int h = map.height, w = map.width;
  std::vector<double> out(map.values.size(), 0), windows(out);
  for (int cy = 0; cy < h; ++cy)
    for (int cx = 0; cx < w; ++cx) {
      double n = 0, g = 0, p = 0, gp = 0, gg = 0;
      const int y0 = std::max(0, cy - radius), y1 = std::min(h - 1, cy + radius);
      const int x0 = std::max(0, cx - radius), x1 = std::min(w - 1, cx + radius);
      for (int y = y0; y <= y1; ++y)
        for (int x = x0; x <= x1; ++x, ++n) {
          const double gv = static_cast<double>(guide.row(y)[x]), pv = static_cast<double>(map.row(y)[x]);
          g += gv, p += pv, gp += gv * pv, gg += gv * gv;
        }
      const double a = (gp / n - g / n * p / n) / (gg / n - g / n * g / n + epsilon), b = p / n - a * g / n;
      for (int y = y0; y <= y1; ++y)
        for (int x = x0; x <= x1; ++x) {
          out[static_cast<size_t>(y * w + x)] += a * static_cast<double>(guide.row(y)[x]) + b;
          windows[static_cast<size_t>(y * w + x)] += 1;
        }
    }
  for (size_t i = 0; i < out.size(); ++i) out[i] /= windows[i];
  return out;
}

TEST(ClassicalRules, GuidedFilterIsTheMeanOfItsWindowsRegressions) {
  const FloatPlane guide(24, 30, Noise(720, 11));
  FloatPlane map(24, 30);
  for (size_t i = 0; i < map.values.size(); ++i) map.values[i] = guide.values[i] > 0.6F ? 1.0F : 0.0F;
  for (const auto& [radius, epsilon] : {std::pair(2, 0.3), std::pair(7, 1e-6), std::pair(45, 0.3)}) {
    const FloatPlane fast = GuidedFilter(map, guide, radius, static_cast<float>(epsilon));
    const std::vector<double> plain = PlainGuidedFilter(map, guide, radius, epsilon);
    for (size_t i = 0; i < plain.size(); ++i)
      ASSERT_NEAR(static_cast<double>(fast.values[i]), plain[i], 2e-4) << "radius " << radius;
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
    EXPECT_THROW(Fuse(rule, {plane, other}, 3, 4), Error) << rule;
    EXPECT_THROW(Fuse(rule, {plane}, 0, 4), Error) << rule;
  }
  EXPECT_THROW(static_cast<void>(FusionRuleOf("guided")), Error);
}

}  // namespace
}  // namespace f4s

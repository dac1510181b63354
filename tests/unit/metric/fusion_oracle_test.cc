// VIF, Qabf and SSIM against the plainest versions of their formulas.

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "libfuse4seg/metric/fusion/qabf.h"
#include "libfuse4seg/metric/fusion/ssim.h"
#include "libfuse4seg/metric/fusion/vif.h"
#include "tests/unit/metric/random_images.h"

namespace f4s {
namespace {

/// A plane of doubles, indexed by row and column.
using Grid = std::vector<std::vector<double>>;

Grid ToGrid(const LevelImage& image) {
  Grid grid;
  for (int y = 0; y < image.height; ++y) grid.emplace_back(image.row(y), image.row(y) + image.width);
  return grid;
}

Grid Times(const Grid& a, const Grid& b) {
  Grid out = a;
  for (size_t y = 0; y < a.size(); ++y)
    for (size_t x = 0; x < a[y].size(); ++x) out[y][x] *= b[y][x];
  return out;
}

/// 2-D Gaussian window, sum 1.
Grid Window(int n) {
  Grid window(static_cast<size_t>(n), std::vector<double>(static_cast<size_t>(n)));
  double sum = 0;
  for (int y = 0; y < n; ++y)
    for (int x = 0; x < n; ++x) {
      const double v = y - n / 2, u = x - n / 2, sigma = n / 5.0;
      sum += window[y][x] = std::exp(-(u * u + v * v) / (2 * sigma * sigma));
    }
  for (auto& row : window)
    for (double& value : row) value /= sum;
  return window;
}

Grid FilterValid(const Grid& in, const Grid& window) {
  const size_t n = window.size();
  Grid out(in.size() - n + 1, std::vector<double>(in[0].size() - n + 1));
  for (size_t y = 0; y < out.size(); ++y)
    for (size_t x = 0; x < out[y].size(); ++x)
      for (size_t v = 0; v < n; ++v)
        for (size_t u = 0; u < n; ++u) out[y][x] += window[v][u] * in[y + v][x + u];
  return out;
}

Grid EverySecond(const Grid& in) {
  Grid out;
  for (size_t y = 0; y < in.size(); y += 2) {
    out.emplace_back();
    for (size_t x = 0; x < in[y].size(); x += 2) out.back().push_back(in[y][x]);
  }
  return out;
}

double NaiveVif(Grid ref, Grid dist) {
  double numerator = 0, denominator = 0;
  for (const int n : {17, 9, 5, 3}) {
    const Grid window = Window(n);
    if (n < 17) ref = EverySecond(FilterValid(ref, window)), dist = EverySecond(FilterValid(dist, window));
    const Grid m1 = FilterValid(ref, window), m2 = FilterValid(dist, window);
    const Grid s11 = FilterValid(Times(ref, ref), window), s22 = FilterValid(Times(dist, dist), window);
    const Grid s12 = FilterValid(Times(ref, dist), window);
    for (size_t y = 0; y < m1.size(); ++y)
      for (size_t x = 0; x < m1[y].size(); ++x) {
        double v1 = std::max(0.0, s11[y][x] - m1[y][x] * m1[y][x]);
        const double v2 = std::max(0.0, s22[y][x] - m2[y][x] * m2[y][x]);
        const double c = s12[y][x] - m1[y][x] * m2[y][x];
        double g = c / (v1 + 1e-10), sv = v2 - g * c;
        if (v1 < 1e-10) g = 0, sv = v2, v1 = 0;
        if (v2 < 1e-10) g = 0, sv = 0;
        if (g < 0) sv = v2, g = 0;
        if (sv <= 1e-10) sv = 1e-10;
        numerator += std::log10(1 + g * g * v1 / (sv + 2));
        denominator += std::log10(1 + v1 / 2);
      }
  }
  return denominator == 0 ? 1 : numerator / denominator;
}

/// Strength and angle of the zero-padded true convolution with Sobel's kernels.
std::pair<double, double> NaiveEdge(const LevelImage& image, int y, int x) {
  const double kernel_x[3][3] = {{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}};
  const double kernel_y[3][3] = {{1, 2, 1}, {0, 0, 0}, {-1, -2, -1}};
  double sx = 0, sy = 0;
  for (int v = -1; v <= 1; ++v)
    for (int u = -1; u <= 1; ++u) {
      const int py = y - v, px = x - u;
      if (py < 0 || px < 0 || py >= image.height || px >= image.width) continue;
      sx += kernel_x[v + 1][u + 1] * image.row(py)[px];
      sy += kernel_y[v + 1][u + 1] * image.row(py)[px];
    }
  return {std::sqrt(sx * sx + sy * sy), sx == 0 ? std::numbers::pi / 2 : std::atan(sy / sx)};
}

double NaiveQabfPart(const LevelImage& source, const LevelImage& fused) {
  double kept = 0, all = 0;
  for (int y = 0; y < source.height; ++y)
    for (int x = 0; x < source.width; ++x) {
      const auto [ga, aa] = NaiveEdge(source, y, x);
      const auto [gf, af] = NaiveEdge(fused, y, x);
      const double g = ga > gf ? gf / ga : ga == gf ? gf : ga / gf;
      const double d = 1 - std::abs(aa - af) / (std::numbers::pi / 2);
      const double q = 0.9994 / (1 + std::exp(-15 * (g - 0.5))) * 0.9879 / (1 + std::exp(-22 * (d - 0.8)));
      kept += q * ga;
      all += ga;
    }
  return kept / all;
}

double NaiveSsim(const LevelImage& a, const LevelImage& b, double range) {
  double total = 0, windows = 0;
  for (int y = 0; y + 7 <= a.height; ++y)
    for (int x = 0; x + 7 <= a.width; ++x, ++windows) {
      double ma = 0, mb = 0, va = 0, vb = 0, cov = 0;
      for (int i = 0; i < 49; ++i)
        ma += a.row(y + i / 7)[x + i % 7] / 49.0, mb += b.row(y + i / 7)[x + i % 7] / 49.0;
      for (int i = 0; i < 49; ++i) {
        const double da = a.row(y + i / 7)[x + i % 7] - ma, db = b.row(y + i / 7)[x + i % 7] - mb;
        va += da * da / 48, vb += db * db / 48, cov += da * db / 48;
      }
      const double c1 = std::pow(0.01 * range, 2), c2 = std::pow(0.03 * range, 2);
      total += (2 * ma * mb + c1) * (2 * cov + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
    }
  return total / windows;
}

struct Sides {
  int width, height;
};

class FusionOracle : public testing::TestWithParam<Sides> {
 protected:
  const LevelImage a_ = RandomImage(GetParam().width, GetParam().height, 1);
  const LevelImage b_ = RandomImage(GetParam().width, GetParam().height, 2);
};

TEST_P(FusionOracle, Vif) {
  const auto scores = PixelVif(a_, {&b_, &a_}, RulesOf(FusionConvention::kCddfuse).vif);
  EXPECT_NEAR(scores[0].value(), NaiveVif(ToGrid(b_), ToGrid(a_)), 1e-10);
  EXPECT_NEAR(scores[1].value(), NaiveVif(ToGrid(a_), ToGrid(a_)), 1e-10);
}

TEST_P(FusionOracle, Qabf) {
  const EdgePreservation sum = PreservedEdges(EdgeMap(a_), EdgeMap(b_));
  EXPECT_NEAR(sum.kept / sum.strength, NaiveQabfPart(a_, b_), 1e-12);
}

TEST_P(FusionOracle, Ssim) {
  for (const double range : {2.0, 255.0})
    EXPECT_NEAR(BoxSsim(a_, b_, range).value(), NaiveSsim(a_, b_, range), 1e-9);
}

INSTANTIATE_TEST_SUITE_P(OddSizes, FusionOracle,
                         testing::Values(Sides{41, 41}, Sides{43, 57}, Sides{64, 41}, Sides{101, 97},
                                         Sides{45, 200}));

}  // namespace
}  // namespace f4s

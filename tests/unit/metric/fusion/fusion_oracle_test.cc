// VIF, Qabf and SSIM against the plainest versions of their formulas.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "libfuse4seg/metric/fusion/qabf.h"
#include "libfuse4seg/metric/fusion/ssim.h"
#include "libfuse4seg/metric/fusion/vif.h"
#include "tests/unit/metric/fusion/plain_fusion.h"
#include "tests/unit/metric/fusion/random_images.h"

namespace f4s {
namespace {

/// Strength and angle of the zero-padded true convolution with Sobel's kernels.
std::pair<double, double> NaiveEdge(const LevelView& image, int64_t y, int64_t x) {
  const double kernel_x[3][3] = {{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}};
  const double kernel_y[3][3] = {{1, 2, 1}, {0, 0, 0}, {-1, -2, -1}};
  double sx = 0, sy = 0;
  for (int v = -1; v <= 1; ++v)
    for (int u = -1; u <= 1; ++u) {
      const int64_t py = y - v, px = x - u;
      if (py < 0 || px < 0 || py >= image.height || px >= image.width) continue;
      sx += kernel_x[v + 1][u + 1] * image.row(py)[px];
      sy += kernel_y[v + 1][u + 1] * image.row(py)[px];
    }
  return {std::sqrt(sx * sx + sy * sy), sx == 0 ? std::numbers::pi / 2 : std::atan(sy / sx)};
}

/// @param equal_gain  G where strengths are equal is this times the strength, or 1 for 0.
double NaiveQabfPart(const LevelView& source, const LevelView& fused, double equal_gain, int frame) {
  double kept = 0, all = 0;
  for (int64_t y = frame; y < source.height - frame; ++y)
    for (int64_t x = frame; x < source.width - frame; ++x) {
      const auto [ga, aa] = NaiveEdge(source, y, x);
      const auto [gf, af] = NaiveEdge(fused, y, x);
      const double equal = equal_gain > 0 ? equal_gain * gf : 1;
      const double g = ga > gf ? gf / ga : ga == gf ? equal : ga / gf;
      const double d = 1 - std::abs(aa - af) / (std::numbers::pi / 2);
      const double q = 0.9994 / (1 + std::exp(-15 * (g - 0.5))) * 0.9879 / (1 + std::exp(-22 * (d - 0.8)));
      kept += q * ga;
      all += ga;
    }
  return kept / all;
}

double NaiveSsim(const LevelView& a, const LevelView& b, double range) {
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
  const Image<uint8_t> a_ = RandomImage(GetParam().width, GetParam().height, 1);
  const Image<uint8_t> b_ = RandomImage(GetParam().width, GetParam().height, 2);
};

TEST_P(FusionOracle, Vif) {
  const VifRule rule = RulesOf(FusionConvention::kCddfuse).vif;
  const auto scores = PixelVif(a_, {b_, a_}, rule);
  EXPECT_NEAR(scores[0].value(), PlainVif(b_, a_), 1e-10);
  EXPECT_NEAR(scores[1].value(), PlainVif(a_, a_), 1e-10);
}

TEST_P(FusionOracle, VifWithSaturatingProducts) {
  const VifRule rule = RulesOf(FusionConvention::kLt2022).vif;
  EXPECT_NEAR(PixelVif(a_, {b_}, rule)[0].value(), PlainVif(b_, a_, true), 1e-10);
  EXPECT_GT(std::abs(PlainVif(b_, a_, true) - PlainVif(b_, a_)), 1e-5);  // it does matter
}

TEST_P(FusionOracle, VifOfPaddedImages) {
  const VifRule rule = RulesOf(FusionConvention::kZoo).vif;
  EXPECT_NEAR(PixelVif(a_, {b_}, rule)[0].value(), PlainPaddedVif<double>(b_, a_), 1e-10);
}

TEST_P(FusionOracle, Qabf) {
  for (const auto convention :
       {FusionConvention::kCddfuse, FusionConvention::kVifb, FusionConvention::kStrict}) {
    const QabfRule rule = RulesOf(convention).qabf;
    const auto sums = PreservedEdges(b_, {a_, b_}, rule);
    const int frame = rule.has_frame ? 0 : 1;
    EXPECT_NEAR(sums[0].kept / sums[0].strength, NaiveQabfPart(a_, b_, rule.equal_gain, frame), 1e-12);
    EXPECT_NEAR(sums[1].kept / sums[1].strength, NaiveQabfPart(b_, b_, rule.equal_gain, frame), 1e-12);
  }
}

TEST_P(FusionOracle, Ssim) {
  for (const double range : {2.0, 255.0})
    EXPECT_NEAR(BoxSsim(a_, b_, range).value(), NaiveSsim(a_, b_, range), 1e-9);
}

TEST_P(FusionOracle, SsimWithAGaussianWindow) {
  using Border = SsimRule::Border;
  for (const double range : {1.0, 255.0}) {
    EXPECT_NEAR(GaussianSsim(a_, b_, range, Border::kInside).value(),
                PlainGaussianSsim<double>(a_, b_, range), 1e-9);
    EXPECT_NEAR(GaussianSsim(a_, b_, range, Border::kInsideOrUnfiltered).value(),
                PlainGaussianSsim<double>(a_, b_, range), 1e-9);
    EXPECT_NEAR(GaussianSsim(a_, b_, range, Border::kRepeated).value(),
                PlainGaussianSsim<double>(a_, b_, range, 5), 1e-9);
  }
}

TEST(FusionOracleSmall, ShortAxesAreNotSmoothed) {
  // 9 columns: smoothing down the columns alone is that of an image whose rows are constant.
  const Image<uint8_t> a = RandomImage(9, 40, 5), b = RandomImage(9, 40, 6);
  double mean = 0;
  for (int x = 0; x < 9; ++x) {
    auto column_a = ImageOn<uint8_t>(PictureGrid(11, 40)), column_b = column_a;
    for (int y = 0; y < 40; ++y) {
      std::fill_n(column_a.plane().row(y), 11, a.plane()(x, y));
      std::fill_n(column_b.plane().row(y), 11, b.plane()(x, y));
    }
    mean += PlainGaussianSsim<double>(column_a, column_b, 1) / 9;
  }
  EXPECT_NEAR(GaussianSsim(a, b, 1, SsimRule::Border::kInsideOrUnfiltered).value(), mean, 1e-9);
}

TEST(FusionOracleSmall, VifLeavesOutScalesThatDoNotFit) {
  const VifRule rule = RulesOf(FusionConvention::kLt).vif;
  for (const int side : {17, 24, 33, 40}) {
    const Image<uint8_t> a = RandomImage(side, side + 3, 5), b = RandomImage(side, side + 3, 6);
    EXPECT_NEAR(PixelVif(a, {b}, rule)[0].value(), PlainVif(b, a), 1e-10) << side;
  }
}

INSTANTIATE_TEST_SUITE_P(OddSizes, FusionOracle,
                         testing::Values(Sides{41, 41}, Sides{43, 57}, Sides{64, 41}, Sides{101, 97},
                                         Sides{45, 200}));

}  // namespace
}  // namespace f4s

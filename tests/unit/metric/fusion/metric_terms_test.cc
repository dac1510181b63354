// The arithmetic and the places that the GPU's kernels share with the CPU, on the CPU.

#include "libfuse4seg/kernels/metric_terms_inl.h"

#include <gtest/gtest.h>

#include "libfuse4seg/metric/fusion/fusion_on_device.h"
#include "libfuse4seg/metric/fusion/gradient.h"
#include "libfuse4seg/metric/fusion/qabf.h"
#include "libfuse4seg/metric/fusion/ssim.h"
#include "tests/unit/metric/fusion/random_images.h"

namespace f4s {
namespace {

auto LevelsOf(const LevelView& image) {
  return [image](int64_t y, int64_t x) {
    return y < 0 || y >= image.height || x < 0 || x >= image.width ? 0 : int{image.row(y)[x]};
  };
}

TEST(MetricTerms, PlacesOutsideAreZerosOrTheBorder) {
  for (const int i : {0, 3, 6}) EXPECT_EQ(BorderedPlace(i, 7, WindowBorder::kZeros), i);
  for (const int i : {-8, -1, 7, 20}) {
    EXPECT_EQ(BorderedPlace(i, 7, WindowBorder::kZeros), -1);
    EXPECT_EQ(BorderedPlace(i, 7, WindowBorder::kRepeated), i < 0 ? 0 : 6);
  }
  EXPECT_EQ(WindowPlaces(41, 17, WindowBorder::kInside), 25);
  EXPECT_EQ(WindowPlaces(41, 17, WindowBorder::kZeros), 41);
  EXPECT_EQ(WindowOffset(17, WindowBorder::kRepeated), 8);
}

TEST(MetricTerms, AddUpToAverageGradientAndQabf) {
  const Image<uint8_t> a = RandomImage(43, 31, 1), f = RandomImage(43, 31, 2);
  double gradient = 0, kept = 0, strength = 0;
  for (int y = 0; y < f.height(); ++y)
    for (int x = 0; x < f.width(); ++x) {
      gradient += GradientMagnitude(LevelsOf(f), y, x, f.height(), f.width());
      const Gradient edge = SobelAt(LevelsOf(a), y, x);
      kept += StrengthOf(edge) * PreservationOf(edge, SobelAt(LevelsOf(f), y, x), 1);
      strength += StrengthOf(edge);
    }
  EXPECT_NEAR(AverageGradientOf(gradient, f.width(), f.height(), Divisor::kPixels).value(),
              AverageGradient(f, Divisor::kPixels).value(), 1e-12);
  const EdgePreservation edges = PreservedEdges(f, {a}, {.equal_gain = 1, .has_frame = true}).front();
  EXPECT_NEAR(kept, edges.kept, 1e-12 * kept);
  EXPECT_NEAR(strength, edges.strength, 1e-12 * strength);
}

/// The windows that a convention asks the kernels for, in plain loops.
TEST(MetricTerms, AddUpToSsimInEveryConvention) {
  const Image<uint8_t> a = RandomImage(44, 41, 3), f = RandomImage(44, 41, 4);
  for (const std::string& name : FusionConventionNames()) {
    const FusionRules& rules = RulesOf(ParseFusionConvention(name));
    const SsimWork work = WorkOf(f, 1, rules).ssim;
    const int taps = work.window.taps, offset = WindowOffset(taps, work.border);
    const int height = WindowPlaces(f.height(), taps, work.border),
              width = WindowPlaces(f.width(), taps, work.border);
    double sum = 0;
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) {
        LocalMoments m;
        for (int v = 0; v < taps; ++v)
          for (int u = 0; u < taps; ++u) {
            const int row = BorderedPlace(y + v - offset, f.height(), work.border);
            const int column = BorderedPlace(x + u - offset, f.width(), work.border);
            const double w = work.window.weights[v] * work.window.weights[u];
            const double va = a.plane()(column, row), vf = f.plane()(column, row);
            m.a += w * va, m.b += w * vf, m.aa += w * va * va, m.bb += w * vf * vf, m.ab += w * va * vf;
          }
        sum += SsimOf(m, work.count, work.spread, work.c1, work.c2);
      }
    EXPECT_NEAR(sum / height / width, Ssim(a, f, rules.ssim).value(), 1e-9) << name;
  }
}

}  // namespace
}  // namespace f4s

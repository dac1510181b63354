// Metrics that training raises: the metrics' own values, and gradients against finite differences.

#include "libfuse4seg/loss/metric_loss.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <string>

#include "libfuse4seg/loss/fusion_loss.h"
#include "libfuse4seg/metric/fusion/fusion_metrics.h"
#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"

namespace f4s {
namespace {

using torch::Tensor;

/// M blurred patterns and one mixture of them, of whole levels as values 0..1, with a black frame, a flat
/// patch and places where the mixture is a source.
struct Sample {
  Tensor images, fused;  // [1,M,H,W], [1,1,H,W]
};

Tensor Levels(const Tensor& x) { return (x * 255).round().clamp(0, 255) / 255; }

Sample MakeSample(int64_t m, int64_t h, int64_t w) {
  const Tensor fine = Pattern({1, m + 1, h + 6, w + 6});
  const Tensor coarse = torch::avg_pool2d(fine, {7, 7}, {1, 1});
  Tensor images =
      (coarse.narrow(1, 0, m) - 0.3) * 2 + fine.slice(2, 3, h + 3).slice(3, 3, w + 3).narrow(1, 0, m) * 0.2;
  images = images.clamp(0, 1);
  images.narrow(2, 0, 5).zero_();
  images.narrow(2, 10, 12).narrow(3, 8, 12).narrow(1, 0, 1).fill_(0.5);
  Tensor fused = images.mean(1, true) * 0.6 + images.amax(1, true) * 0.4;
  fused.narrow(3, 25, 6).copy_(images.narrow(1, 1, 1).narrow(3, 25, 6));
  return {Levels(images), Levels(fused)};
}

Image<uint8_t> LevelsOf(const Tensor& plane) {
  const Tensor levels = (plane * 255).round().to(torch::kUInt8).contiguous();
  const auto* const first = levels.const_data_ptr<uint8_t>();
  return Picture<uint8_t>(plane.size(1), plane.size(0), {first, first + levels.numel()});
}

FusionScores MetricsOf(const Sample& sample) {
  std::vector<FusionSource> sources;
  for (int64_t m = 0; m < sample.images.size(1); ++m)
    sources.push_back({std::to_string(m), LevelsOf(sample.images[0][m])});
  return ScoreFusion(LevelsOf(sample.fused[0][0]), sources);
}

class MetricLoss : public testing::TestWithParam<int64_t> {};

TEST_P(MetricLoss, HasTheMetricsValues) {
  const Sample sample = MakeSample(GetParam(), 52, 47);
  const FusionScores wanted = MetricsOf(sample);
  const auto& [images, fused] = sample;
  EXPECT_NEAR(Value(VifScore(images, fused)), wanted.vif.value(), kMetricLossTolerance);
  EXPECT_NEAR(Value(QabfScore(images, fused)), wanted.qabf.value(), kMetricLossTolerance);
  EXPECT_NEAR(Value(ScdScore(images, fused)), wanted.scd.value(), kMetricLossTolerance);
  EXPECT_NEAR(Value(MutualInformationScore(images, fused, 256)), wanted.mi.value(), kMetricLossTolerance);
  EXPECT_NEAR(Value(SpatialFrequency(fused)) * 255, wanted.sf.value(), kMetricLossTolerance);
  EXPECT_NEAR(Value(DeviationScore(images, fused)) * 255, wanted.sd.value(), kMetricLossTolerance);
  const double coarse = Value(MutualInformationScore(images, fused));
  EXPECT_LT(coarse, wanted.mi.value());
  EXPECT_GT(coarse, wanted.mi.value() / 4);
}

TEST_P(MetricLoss, HasNearlyTheMetricsValuesInSinglePrecision) {
  const Sample sample = MakeSample(GetParam(), 52, 47);
  const FusionScores wanted = MetricsOf(sample);
  const Tensor images = sample.images.to(torch::kFloat32), fused = sample.fused.to(torch::kFloat32);
  EXPECT_NEAR(VifScore(images, fused).item<float>(), wanted.vif.value(), 1e-3);
  EXPECT_NEAR(QabfScore(images, fused).item<float>(), wanted.qabf.value(), 1e-4);
  EXPECT_NEAR(ScdScore(images, fused).item<float>(), wanted.scd.value(), 1e-4);
  EXPECT_NEAR(MutualInformationScore(images, fused, 256).item<float>(), wanted.mi.value(), 1e-3);
}

TEST_P(MetricLoss, OfTheWeakestSourceIsNotRaisedByCopyingTheOther) {
  Sample sample = MakeSample(GetParam(), 52, 47);
  for (const int64_t copied : {int64_t{-1}, int64_t{0}, sample.images.size(1) - 1}) {
    if (copied >= 0) sample.fused = sample.images.narrow(1, copied, 1).clone();
    const SourceScores weakest = MetricsOf(sample).weakest;
    const auto& [images, fused] = sample;
    EXPECT_NEAR(Value(OfWeakestSource(images, fused, VifScore)), weakest.vif.value(), kMetricLossTolerance);
    EXPECT_NEAR(Value(OfWeakestSource(images, fused, QabfScore)), weakest.qabf.value() / 2,
                kMetricLossTolerance);
  }
}

TEST_P(MetricLoss, IsTheMeanOverCasesOrARatioOfSums) {
  const Sample a = MakeSample(GetParam(), 44, 45);
  const Tensor flipped = a.images.flip(2), fused = a.fused.flip({3});
  const Tensor images = torch::cat({a.images, flipped}), both = torch::cat({a.fused, fused});
  const auto mean = [&](const auto& score) {
    EXPECT_NEAR(Value(score(images, both)),
                (Value(score(a.images, a.fused)) + Value(score(flipped, fused))) / 2, 1e-12);
  };
  mean([](const Tensor& x, const Tensor& f) { return MutualInformationScore(x, f); });
  mean([](const Tensor& x, const Tensor& f) { return ScdScore(x, f); });
  mean([](const Tensor& x, const Tensor& f) { return ScdScore(x, f, ScdLimit::kMaximum); });
  mean([](const Tensor& x, const Tensor& f) { return SpatialFrequencyScore(x, f); });
  mean([](const Tensor& x, const Tensor& f) { return DeviationScore(x, f); });
  const auto ratio = [&](const auto& score) {
    const double first = Value(score(a.images, a.fused)), second = Value(score(flipped, fused));
    EXPECT_NEAR(Value(score(images, both)), (first + second) / 2, std::abs(first - second) / 2);
    const Tensor black = torch::zeros_like(a.images);  // has nothing to keep
    EXPECT_NEAR(Value(score(torch::cat({a.images, black}), both)), first, 1e-12);
  };
  ratio([](const Tensor& x, const Tensor& f) { return VifScore(x, f); });
  ratio([](const Tensor& x, const Tensor& f) { return QabfScore(x, f); });
}

TEST_P(MetricLoss, HasTheMetricsValuesOfANegative) {
  Sample sample = MakeSample(GetParam(), 52, 47);
  sample.fused = 1 - sample.fused;
  const FusionScores wanted = MetricsOf(sample);
  EXPECT_NEAR(Value(VifScore(sample.images, sample.fused)), wanted.vif.value(), kMetricLossTolerance);
  EXPECT_NEAR(Value(QabfScore(sample.images, sample.fused)), wanted.qabf.value(), kMetricLossTolerance);
  EXPECT_NEAR(Value(ScdScore(sample.images, sample.fused)), wanted.scd.value(), kMetricLossTolerance);
}

INSTANTIATE_TEST_SUITE_P(Modalities, MetricLoss, testing::Values(2, 3));

TEST(MetricLossGradients, AreRight) {
  const Tensor images = Levels(Pattern({2, 3, 42, 43}, 3)), fused = Pattern({2, 1, 42, 43}, 1);
  ExpectGradients([&] { return VifScore(images, fused); }, {fused}, {.step = 1e-6});
  ExpectGradients([&] { return QabfScore(images, fused); }, {fused}, {.step = 1e-7, .tolerance = 1e-5});
  ExpectGradients([&] { return ScdScore(images, fused); }, {fused});
  const Tensor dark = fused * 0.3;
  ExpectGradients([&] { return ScdScore(images, dark, ScdLimit::kMaximum); }, {dark});
  ExpectGradients([&] { return DeviationScore(images, dark); }, {dark});
  ExpectGradients([&] { return SpatialFrequency(fused); }, {fused});
  ExpectGradients([&] { return MutualInformationScore(images, fused); }, {fused}, {.step = 1e-7});
}

TEST(MetricLossGradients, AreFiniteOnFlatImages) {
  for (const double level : {0.0, 0.5, 1.0}) {
    const Tensor images = torch::full({1, 2, 44, 44}, level), fused = images.narrow(1, 0, 1).clone();
    images.narrow(1, 1, 1).narrow(2, 10, 12).fill_(0.25);
    fused.requires_grad_(true);
    const Tensor sum = VifScore(images, fused) + QabfScore(images, fused) + ScdScore(images, fused) +
                       MutualInformationScore(images, fused) + SpatialFrequency(fused) +
                       DeviationScore(images, fused);
    EXPECT_TRUE(torch::isfinite(sum).all().item<bool>()) << level;
    sum.sum().backward();
    EXPECT_TRUE(torch::isfinite(fused.grad()).all().item<bool>()) << level;
  }
}

TEST(MetricLossGradients, LeadUpwards) {
  // Nowhere flat: there Qabf jumps, since an edge's angle does as its horizontal part passes 0.
  const Tensor images = Levels(Pattern({1, 2, 44, 44}, 3));
  const auto climbs = [&](const auto& score) {
    const Tensor fused = (images.mean(1, true) * 0.7 + Pattern({1, 1, 44, 44}) * 0.2).requires_grad_(true);
    const Tensor before = score(fused);
    before.sum().backward();
    const Tensor slope = fused.grad() / fused.grad().abs().max();
    EXPECT_GT(Value(score(fused.detach() + 1e-5 * slope)), Value(before));
  };
  climbs([&](const Tensor& f) { return VifScore(images, f); });
  climbs([&](const Tensor& f) { return QabfScore(images, f); });
  climbs([&](const Tensor& f) { return MutualInformationScore(images, f); });
  climbs([&](const Tensor& f) { return ScdScore(images, f); });
}

TEST(SpatialFrequencyScore, EndsAtTheSourcesStrongestDifferences) {
  const Tensor images = Pattern({1, 2, 20, 20}, 3);
  const Tensor first = images.narrow(1, 0, 1);
  EXPECT_EQ(Value(SpatialFrequencyScore(images, first * 0.5)), Value(SpatialFrequency(first * 0.5)));
  EXPECT_LT(Value(SpatialFrequency(first)), Value(SpatialFrequencyScore(images, first * 9)));
  const Tensor wild = (first * 9).detach().requires_grad_(true);
  const Tensor score = SpatialFrequencyScore(images, wild);
  score.sum().backward();
  EXPECT_EQ(wild.grad().abs().max().item<double>(), 0);
  const Tensor dx = images.diff(1, 3).square().amax(1), dy = images.diff(1, 2).square().amax(1);
  EXPECT_NEAR(Value(score), std::sqrt(Value(dx.mean()) + Value(dy.mean())), 1e-12);
}

TEST(ScdScore, WithItsLimitEndsAtTheMaximums) {
  const Tensor images = Pattern({1, 2, 20, 20}, 3), most = images.amax(1, true);
  const double limit = Value(ScdScore(images, most));
  const Tensor bright = (images.sum(1, true)).detach().requires_grad_(true);  // has the SCD of 2
  EXPECT_GT(Value(ScdScore(images, bright)), limit);
  const Tensor score = ScdScore(images, bright, ScdLimit::kMaximum);
  EXPECT_EQ(Value(score), limit);
  score.sum().backward();
  EXPECT_EQ(bright.grad().abs().max().item<double>(), 0);
  const Tensor mean = images.mean(1, true) - Pattern({1, 1, 20, 20}) * 0.5;
  ASSERT_LT(Value(ScdScore(images, mean)), limit);
  EXPECT_EQ(Value(ScdScore(images, mean, ScdLimit::kMaximum)), Value(ScdScore(images, mean)));
}

TEST(DeviationScore, EndsAtTheMaximums) {
  const Tensor images = Pattern({1, 2, 20, 20}, 3), most = images.amax(1, true);
  EXPECT_NEAR(Value(DeviationScore(images, most)), Value(most.std(false)), 1e-12);
  EXPECT_NEAR(Value(DeviationScore(images, most * 0.5)), Value(most.std(false)) / 2, 1e-12);
  EXPECT_EQ(Value(DeviationScore(images, most * 2)), Value(DeviationScore(images, most)));
}

TEST(MetricLossShapes, ThatDoNotFitAreRefused) {
  const Tensor images = Pattern({1, 2, 40, 60}), fused = Pattern({1, 1, 40, 60});
  EXPECT_F4S_ERROR(static_cast<void>(VifScore(images, fused)), ErrorKind::kBadInput, "loss.shape");
  EXPECT_F4S_ERROR(static_cast<void>(QabfScore(images.narrow(1, 0, 1), fused)), ErrorKind::kBadInput,
                   "loss.shape");
  EXPECT_F4S_ERROR(static_cast<void>(ScdScore(images, images)), ErrorKind::kBadInput, "loss.shape");
}

TEST(FusionLossWithMetrics, TakesThemOffWeighted) {
  const Sample sample = MakeSample(2, 44, 44);
  const Tensor base = Pattern({1, 2, 2, 4, 4}), detail = Pattern({1, 2, 2, 4, 4}, 1);
  const auto& [images, fused] = sample;
  const auto plain = FusionLoss(base, detail, images, fused);
  EXPECT_FALSE(plain.vif.defined());
  FusionLossOptions options;
  options.vif_weight = 0.5;
  options.qabf_weight = 2;
  options.mi_weight = 0.1;
  options.scd_weight = 0.3;
  options.sf_weight = 5;
  options.sd_weight = 2;
  const auto raised = FusionLoss(base, detail, images, fused, options);
  const double scores =
      0.5 * Value(VifScore(images, fused)) + 2 * Value(QabfScore(images, fused)) +
      0.1 * Value(MutualInformationScore(images, fused)) + 0.3 * Value(ScdScore(images, fused)) +
      5 * Value(SpatialFrequencyScore(images, fused)) + 2 * Value(DeviationScore(images, fused));
  EXPECT_NEAR(Value(raised.total), Value(plain.total) - 0.5 * scores, 1e-12);
  EXPECT_NEAR(Value(raised.vif), Value(VifScore(images, fused)), 1e-12);
  options.paper_strict = true;
  FusionLossOptions strict;
  strict.paper_strict = true;
  EXPECT_EQ(Value(FusionLoss(base, detail, images, fused, options).total),
            Value(FusionLoss(base, detail, images, fused, strict).total));
}

}  // namespace
}  // namespace f4s

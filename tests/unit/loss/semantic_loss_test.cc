// The limit on how far the fused image strays, and the target that sets classes off from each other.

#include "libfuse4seg/loss/semantic_loss.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>

#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"

namespace f4s {
namespace {

using torch::Tensor;

/// Two sources in 0.3..0.7, with a black column that does not count.
Tensor Sources() {
  const Tensor images = Pattern({2, 2, 6, 7}).abs() * 0.4 + 0.3;
  images.select(3, 0).zero_();
  return images;
}

TEST(FidelityLoss, BeginsAtTheLimit) {
  const Tensor images = Sources(), mean = images.mean(1, true);
  // A departure of d everywhere is a PSNR of -20 log10 d.
  const double d = std::pow(10.0, -19.5 / 20);
  EXPECT_NEAR(Value(FidelityLoss(images, mean + 0.99 * d, 19.5)), 0, 1e-15);
  EXPECT_NEAR(Value(FidelityLoss(images, mean + 2 * d, 19.5)), 3, 1e-9);
}

TEST(FidelityLoss, LooksAtEachCaseAndWhereThereIsSomething) {
  const Tensor images = Sources(), fused = images.mean(1, true).clone();
  fused.select(3, 0).fill_(1);  // where no source is above 0
  EXPECT_EQ(Value(FidelityLoss(images, fused, 19.5)), 0);
  fused[0] += 2 * std::pow(10.0, -19.5 / 20);  // one case of two is beyond
  EXPECT_NEAR(Value(FidelityLoss(images, fused, 19.5)), 1.5, 1e-9);
  EXPECT_EQ(Value(FidelityLoss(torch::zeros({1, 2, 4, 4}), torch::ones({1, 1, 4, 4}), 19.5)), 0);
}

TEST(HighFrequencyLoss, LimitsAChequerboardAndLeavesASmoothChange) {
  const Tensor images = torch::full({1, 2, 16, 16}, 0.5, torch::kFloat64);
  const Tensor at = torch::arange(16, torch::kFloat64);
  const Tensor chequer = torch::cos(M_PI * (at.view({16, 1}) + at)).view({1, 1, 16, 16});  // +1, -1, ...
  const Tensor smooth = torch::sin(at / 6).view({1, 1, 16, 1}).expand({1, 1, 16, 16});
  const double amplitude = std::pow(10.0, -30.0 / 20);  // 30 dB
  EXPECT_NEAR(Value(HighFrequencyLoss(images, 0.5 + 2 * amplitude * chequer, 30)), 3, 0.1);
  EXPECT_NEAR(Value(HighFrequencyLoss(images, 0.5 + 0.9 * amplitude * chequer, 30)), 0, 1e-15);
  EXPECT_NEAR(Value(HighFrequencyLoss(images, 0.5 + 0.2 * smooth, 30)), 0, 1e-15);
  EXPECT_GT(Value(FidelityLoss(images, 0.5 + 0.2 * smooth, 30)), 1);
}

TEST(HighFrequencyLoss, HasTheRightGradient) {
  const Tensor images = Pattern({2, 2, 9, 7}).abs(), fused = Pattern({2, 1, 9, 7}).abs().sqrt();
  ExpectGradients([&] { return HighFrequencyLoss(images, fused, 25); }, {fused});
}

TEST(FidelityLoss, HasTheRightGradient) {
  const Tensor images = Sources(), fused = images.mean(1, true) + Pattern({2, 1, 6, 7}, 3) * 0.5;
  ExpectGradients([&] { return FidelityLoss(images, fused, 19.5); }, {fused});
}

TEST(ContrastTarget, SetsClassesOff) {
  const Tensor images = torch::full({1, 2, 9, 9}, 0.5, torch::kFloat64);
  const Tensor labels = torch::zeros({1, 9, 9}, torch::kInt64);
  labels.slice(1, 5, 9).fill_(2);
  const Tensor target = ContrastTarget(images, labels, {-0.1, 0.7, 0.2});
  EXPECT_NEAR(Value(target[0][0][0][4]), 0.4, 1e-12);
  EXPECT_NEAR(Value(target[0][0][8][4]), 0.7, 1e-12);
  const double edge = Value(target[0][0][4][4]);  // its window of 5 rows reaches two of the other class
  EXPECT_GT(edge, 0.41);
  EXPECT_LT(edge, 0.55);
}

TEST(ContrastTarget, StaysInRangeAndLeavesTheBackgroundBlack) {
  const Tensor images = torch::full({1, 1, 6, 6}, 0.9, torch::kFloat64);
  images.select(3, 5).zero_();
  const Tensor labels = torch::full({1, 6, 6}, 1, torch::kInt64);
  labels.select(2, 0).fill_(-100);  // unknown
  const Tensor target = ContrastTarget(images, labels, {0, 0.4});
  EXPECT_EQ(Value(target.amax()), 1);
  EXPECT_EQ(Value(target.select(3, 5).abs().amax()), 0);
  EXPECT_LT(Value(target[0][0][3][0]), Value(target[0][0][3][3]) + 1e-12);
}

TEST(ContrastLoss, IsTheMeanDistanceWithTheRightGradient) {
  const Tensor images = Sources(), labels = torch::zeros({2, 6, 7}, torch::kInt64);
  labels.slice(1, 2, 4).fill_(1);
  const std::vector<double> offsets = {-0.05, 0.2};
  const Tensor target = ContrastTarget(images, labels, offsets);
  EXPECT_NEAR(Value(ContrastLoss(images, target + 0.25, labels, offsets)), 0.25, 1e-12);
  const Tensor fused = target + 0.1 * Pattern({2, 1, 6, 7}, 5) + 0.011;
  ExpectGradients([&] { return ContrastLoss(images, fused, labels, offsets); }, {fused});
}

TEST(SemanticLosses, RefuseWhatDoesNotFit) {
  const Tensor images = torch::zeros({1, 2, 4, 4}), labels = torch::zeros({1, 4, 4}, torch::kInt64);
  EXPECT_F4S_ERROR(static_cast<void>(FidelityLoss(images, torch::zeros({1, 2, 4, 4}), 20)),
                   ErrorKind::kBadInput, "loss.shape");
  EXPECT_F4S_ERROR(static_cast<void>(ContrastTarget(images, labels.to(torch::kFloat32), {0})),
                   ErrorKind::kBadInput, "loss.shape");
}

}  // namespace
}  // namespace f4s

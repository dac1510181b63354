// Losses of frequencies and of slopes: by hand, and gradients against finite differences.

#include "libfuse4seg/loss/frequency_loss.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>

#include "libfuse4seg/loss/fusion_loss.h"
#include "libfuse4seg/loss/loss_filters.h"
#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"

namespace f4s {
namespace {

using torch::Tensor;

Tensor Constant(double level) { return torch::full({1, 1, 12, 12}, level, torch::kFloat64); }

/// 0, slope, 2 slope ... from left to right.
Tensor Ramp(double slope) {
  return (slope * torch::arange(12, torch::kFloat64)).view({1, 1, 1, 12}).repeat({1, 1, 12, 1});
}

TEST(Softened, KeepsConstantsAndTheSumWithin) {
  const Tensor two = torch::cat({Constant(0.25), Constant(0.5)}, 1);
  EXPECT_TRUE(torch::allclose(Softened(two, 2), two, 0, 1e-12));
  Tensor dot = torch::zeros({1, 2, 21, 21}, torch::kFloat64);
  dot[0][1][10][10] = 1;
  const Tensor blurred = Softened(dot, 1);
  EXPECT_NEAR(Value(blurred.sum()), 1, 1e-12);
  EXPECT_EQ(Value(blurred.narrow(1, 0, 1).abs().max()), 0);
  EXPECT_NEAR(Value(blurred[0][1][10][11] / blurred[0][1][10][10]), std::exp(-0.5), 1e-12);
}

TEST(FrequencyLoss, WantsTheMeanOfLowAndTheStrongerOfHigh) {
  const Tensor flat = torch::cat({Constant(0.2), Constant(0.6)}, 1);
  EXPECT_NEAR(Value(FrequencyLoss(flat, Constant(0.4))), 0, 1e-12);
  EXPECT_NEAR(Value(FrequencyLoss(flat, Constant(0.7))), 0.3, 1e-12);
  // The high frequencies of one source on the mean of the low ones of both.
  const Tensor a = Pattern({1, 1, 12, 12}), both = torch::cat({a, Constant(0.5)}, 1);
  const Tensor wanted = a - Softened(a, kLowSigma) + Softened(both, kLowSigma).mean(1, true);
  const double low =
      Value((Softened(wanted, kLowSigma) - Softened(both, kLowSigma).mean(1, true)).abs().mean());
  EXPECT_LE(Value(FrequencyLoss(both, wanted)), 2 * low + 1e-12);
  EXPECT_LT(Value(FrequencyLoss(both, wanted)), Value(FrequencyLoss(both, both.mean(1, true))));
}

TEST(GradientLoss, TellsAnEdgeFromItsReverse) {
  const Tensor images = torch::cat({Ramp(0.02), Ramp(-0.05)}, 1);
  EXPECT_NEAR(Value(GradientLoss(images, Ramp(-0.05) + 0.3)), 0, 1e-12);
  EXPECT_NEAR(Value(TextureLoss(images, Ramp(0.05))), 0, 1e-12);
  EXPECT_NEAR(Value(GradientLoss(images, Ramp(0.05))), 8 * 0.1, 1e-12);
  // Of equals the first.
  EXPECT_NEAR(Value(GradientLoss(torch::cat({Ramp(0.05), Ramp(-0.05)}, 1), Ramp(0.05))), 0, 1e-12);
}

TEST(FrequencyLosses, HaveTheRightGradients) {
  const Tensor images = Pattern({2, 3, 9, 11}, 3), fused = Pattern({2, 1, 9, 11}, 1);
  ExpectGradients([&] { return FrequencyLoss(images, fused); }, {fused}, {.step = 1e-7});
  ExpectGradients([&] { return GradientLoss(images, fused); }, {fused}, {.step = 1e-7});
}

TEST(FrequencyLosses, AreSwitchesOfTheFusionLoss) {
  const Tensor images = Pattern({1, 2, 9, 11}, 3), fused = Pattern({1, 1, 9, 11}, 1);
  const Tensor base = Pattern({1, 2, 2, 4, 4}), detail = Pattern({1, 2, 2, 4, 4}, 1);
  const auto plain = FusionLoss(base, detail, images, fused);
  EXPECT_FALSE(plain.frequency.defined());
  EXPECT_FALSE(plain.gradient.defined());
  FusionLossOptions options;
  options.frequency_weight = 3;
  options.gradient_weight = 2;
  const auto both = FusionLoss(base, detail, images, fused, options);
  EXPECT_NEAR(Value(both.total),
              Value(plain.total) +
                  0.5 * (3 * Value(FrequencyLoss(images, fused)) + 2 * Value(GradientLoss(images, fused))),
              1e-12);
}

TEST(FrequencyLosses, RefuseWhatDoesNotFit) {
  const Tensor images = Pattern({1, 2, 9, 11});
  EXPECT_F4S_ERROR(static_cast<void>(FrequencyLoss(images, images)), ErrorKind::kBadInput, "loss.shape");
  EXPECT_F4S_ERROR(static_cast<void>(GradientLoss(images, images)), ErrorKind::kBadInput, "loss.shape");
}

}  // namespace
}  // namespace f4s

// Adversarial losses: values by hand, gradients, and where gradients must not go.

#include "libfuse4seg/loss/adversarial_loss.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>

#include "libfuse4seg/nn/discriminator.h"
#include "libfuse4seg/nn/fusion/fusion_net.h"
#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"

namespace f4s {
namespace {

using torch::Tensor;

AdversarialLossOptions Saturating() {
  AdversarialLossOptions options;
  options.generator_loss = GeneratorGoal::kSaturating;
  return options;
}

Tensor Logits(std::vector<double> values) { return torch::tensor(values, torch::kFloat64); }

TEST(GeneratorLoss, IsItsFormula) {
  const Tensor logits = Logits({std::log(3.0), -std::log(3.0)});  // D = 3/4, 1/4
  EXPECT_NEAR(Value(GeneratorLoss(logits)), -(std::log(0.75) + std::log(0.25)) / 2, 1e-12);
  EXPECT_NEAR(Value(GeneratorLoss(logits, Saturating())), (std::log(0.25) + std::log(0.75)) / 2, 1e-12);
}

TEST(GeneratorLoss, KeepsItsSlopeWhereTheDiscriminatorIsSure) {
  const auto slope = [](const AdversarialLossOptions& options) {
    const Tensor logit = Logits({-30}).requires_grad_(true);
    GeneratorLoss(logit, options).backward();
    return Value(logit.grad());
  };
  EXPECT_NEAR(slope({}), -1, 1e-9);
  EXPECT_NEAR(slope(Saturating()), 0, 1e-9);
}

TEST(DiscriminatorLoss, IsCrossEntropyWithASmoothedLabel) {
  const Tensor real = Logits({std::log(9.0)}), fake = Logits({-std::log(3.0), std::log(3.0)});
  const double wanted = -(0.9 * std::log(0.9) + 0.1 * std::log(0.1)) - (std::log(0.75) + std::log(0.25)) / 2;
  EXPECT_NEAR(Value(DiscriminatorLoss(real, fake)), wanted, 1e-12);
  // The real image's part is least at D = 0.9, not at 1.
  EXPECT_GT(Value(DiscriminatorLoss(Logits({8}), fake)), wanted);
  EXPECT_F4S_ERROR(static_cast<void>(DiscriminatorLoss(real, Logits({1}).view({1, 1}))), ErrorKind::kBadInput,
                   "loss.shape");
}

TEST(AdversarialLosses, HaveTheRightGradient) {
  const Tensor real = Pattern({5}) * 6 - 3, fake = Pattern({4}, 2) * 6 - 3;
  ExpectGradients([&] { return DiscriminatorLoss(real, fake); }, {real, fake}, {.tolerance = 1e-8});
  ExpectGradients([&] { return GeneratorLoss(fake); }, {fake}, {.tolerance = 1e-8});
  ExpectGradients([&] { return GeneratorLoss(fake, Saturating()); }, {fake}, {.tolerance = 1e-8});
}

TEST(R1Penalty, OfALinearScoreIsItsWeightsLength) {
  const Tensor images = Pattern({3, 1, 4, 5}).requires_grad_(true);
  const Tensor weights = Pattern({1, 1, 4, 5}, 1);
  const Tensor logits = (images * weights).sum({1, 2, 3});
  EXPECT_NEAR(Value(R1Penalty(images, logits)), Value(weights.square().sum()), 1e-12);
  EXPECT_F4S_ERROR(static_cast<void>(R1Penalty(images.narrow(0, 0, 2), logits)), ErrorKind::kBadInput,
                   "loss.shape");
}

TEST(R1Penalty, HasTheRightGradientByTheWeights) {
  Discriminator net(DiscriminatorOptions{});
  Initialise(*net, 1);
  const std::vector<Tensor> parameters = Perturbed(*net);
  // Biases only move kinks: at almost every place the penalty does not depend on them.
  std::vector<Tensor> weights;
  for (const Tensor& parameter : parameters)
    if (parameter.dim() > 1) weights.push_back(parameter);
  const Tensor images = Pattern({2, 1, 9, 11}).requires_grad_(true);
  ASSERT_EQ(weights.size(), 4);
  const auto penalty = [&] {
    const torch::AutoGradMode on(true);  // the differences are taken without gradients
    return R1Penalty(images, net(images));
  };
  ExpectGradients(penalty, weights, {.step = 1e-6, .tolerance = 1e-5, .places = 6});
}

struct Steps : testing::Test {
  FusionNet generator = nullptr;
  Discriminator discriminator{DiscriminatorOptions{}};
  Tensor images = Pattern({1, 2, 16, 16}).to(torch::kFloat32);

  void SetUp() override {
    NetworkOptions options;
    generator = FusionNet(options.Resolved().fusion, 2);
    Initialise(*generator, 1);
    Initialise(*discriminator, 2);
  }

  Tensor Real() { return discriminator(images.narrow(1, 0, 1)); }

  /// Parameters that have a gradient that is not 0.
  static int64_t Moved(const torch::nn::Module& module) {
    int64_t count = 0;
    for (const Tensor& parameter : module.parameters())
      if (parameter.grad().defined() && parameter.grad().abs().max().item<float>() > 0) ++count;
    return count;
  }
};

TEST_F(Steps, OfTheDiscriminatorGiveTheGeneratorNoGradient) {
  const Tensor fake = generator(images).fused;
  DiscriminatorLoss(Real(), discriminator(fake.detach())).backward();
  EXPECT_EQ(Moved(*generator), 0);
  EXPECT_EQ(Moved(*discriminator), 8);
  DiscriminatorLoss(Real(), discriminator(fake)).backward();  // what detaching is for
  EXPECT_GT(Moved(*generator), 0);
}

TEST_F(Steps, OfTheGeneratorGiveAFrozenDiscriminatorNoGradient) {
  for (Tensor& parameter : discriminator->parameters()) parameter.requires_grad_(false);
  GeneratorLoss(discriminator(generator(images).fused)).backward();
  EXPECT_EQ(Moved(*discriminator), 0);
  EXPECT_GT(Moved(*generator), 0);
}

}  // namespace
}  // namespace f4s

// Cross-modal self-attention distillation: by hand, its gradient and where that stops, any size.

#include "libfuse4seg/loss/distillation_loss.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>

#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"
#include "tests/support/set_option.h"

namespace f4s {
namespace {

using torch::Tensor;

std::vector<Tensor> Energies(int64_t modalities, double phase = 0) {
  return {Pattern({2, modalities, 8, 6}, phase) * 3, Pattern({2, modalities, 4, 3}, phase + 1) * 3,
          Pattern({2, modalities, 2, 2}, phase + 2) * 3};
}

DistillationOptions By(const std::string& attention) {
  DistillationOptions options;
  Set(options, "distillation_attention", attention);
  return options;
}

double Loss(const std::vector<Tensor>& energies, const DistillationOptions& options = By("softmax")) {
  return DistillationLoss(energies, energies, options).item<double>();
}

TEST(AttentionOf, IsADensity) {
  for (const char* kind : {"proportional", "softmax"}) {
    const Tensor attention = AttentionOf(Energies(3)[1], 7, 5, By(kind));
    EXPECT_EQ(attention.sizes(), (torch::IntArrayRef{2, 3, 7, 5}));
    EXPECT_LT((attention.mean({2, 3}) - 1).abs().max().item<double>(), 1e-12);
    EXPECT_GT(attention.min().item<double>(), 0);
    const Tensor even = AttentionOf(torch::full({1, 1, 2, 2}, 5.0, torch::kFloat64), 3, 3, By(kind));
    EXPECT_LT((even - 1).abs().max().item<double>(), 1e-12);
  }
}

TEST(AttentionOf, ProportionalIsTheSoftmaxOfALogarithm) {
  const Tensor energies = Energies(2)[0];
  const Tensor wanted = AttentionOf((1 + energies).log(), 8, 6, By("softmax"));
  EXPECT_TRUE(torch::allclose(AttentionOf(energies, 8, 6), wanted, 0, 1e-12));
}

TEST(DistillationLoss, OfAFewBrightPixelsIsModerateAndHasAGradient) {
  // What a plane of 64 x 64 pixels normalised to the variance 1 can hold: 4 pixels of 32 standard deviations.
  Tensor energies = torch::zeros({1, 2, 64, 64}, torch::kFloat64);
  energies.select(1, 0).slice(1, 10, 12).slice(2, 10, 12).fill_(1024);
  energies.select(1, 1).slice(1, 40, 42).slice(2, 40, 42).fill_(1024);
  energies.select(1, 0).slice(1, 10, 11).slice(2, 10, 11).fill_(1100);
  energies.set_requires_grad(true);
  const auto steepest = [&](const char* kind) {
    const Tensor loss = DistillationLoss({energies}, {energies}, By(kind));
    return torch::autograd::grad({loss}, {energies})[0]
        .select(1, 0)
        .select(1, 10)
        .select(1, 10)
        .abs()
        .item<double>();
  };
  EXPECT_LT(steepest("softmax"), 1e-9) << "one pixel has it all";
  EXPECT_GT(steepest("proportional"), 1e-3);
  EXPECT_GT(Loss({energies}), 1000);
}

TEST(DistillationLoss, ByHand) {
  // One cell with an energy higher by ln 3 than the other: 3/4 and 1/4 of the attention, densities 1.5 and
  // 0.5.
  const double high = std::log(3.0);
  const Tensor one = torch::tensor({high, 0.0, 0.0, 0.0}, torch::kFloat64).view({1, 2, 1, 2});
  EXPECT_NEAR(Loss({one}), 0.25, 1e-12) << "1.5 and 0.5 against 1 and 1, both ways";
  const Tensor opposite = torch::tensor({high, 0.0, 0.0, high}, torch::kFloat64).view({1, 2, 1, 2});
  EXPECT_NEAR(Loss({opposite}), 1, 1e-12);
  EXPECT_NEAR(Loss({opposite, one}), 1.25, 1e-12) << "levels add up";
  // A third, even modality: of 6 ordered pairs, 2 differ by 1 and 4 by 1/2.
  const Tensor three = torch::cat({opposite, torch::zeros({1, 1, 1, 2}, torch::kFloat64)}, 1);
  EXPECT_NEAR(Loss({three}), (2 * 1 + 4 * 0.25) / 6, 1e-12);
  EXPECT_EQ(Loss({torch::cat({one, one}).narrow(1, 0, 1).expand({2, 3, 1, 2})}), 0);
}

TEST(DistillationLoss, ProportionalByHand) {
  // 1 + energy is 3 and 1, and 1 and 3: densities 1.5 and 0.5, and the other way round.
  const Tensor opposite = torch::tensor({2.0, 0.0, 0.0, 2.0}, torch::kFloat64).view({1, 2, 1, 2});
  EXPECT_NEAR(Loss({opposite}, {}), 1, 1e-12);
}

TEST(DistillationLoss, DoesNotDependOnTheSizeOfImages) {
  // The same pattern, each cell now 3 x 2 cells: the same densities.
  const Tensor small = Pattern({1, 3, 4, 5}) * 3;
  const Tensor large = small.repeat_interleave(3, 2).repeat_interleave(2, 3);
  for (const char* kind : {"proportional", "softmax"})
    EXPECT_NEAR(Loss({small}, By(kind)), Loss({large}, By(kind)), 1e-12) << kind;
}

TEST(DistillationLoss, HasTheRightGradientOfTheStudents) {
  for (const char* kind : {"proportional", "softmax"})
    for (const int64_t modalities : {2, 4}) {
      const std::vector<Tensor> students = Energies(modalities), teachers = Energies(modalities, 5);
      ExpectGradients([&] { return DistillationLoss(students, teachers, By(kind)); }, students);
    }
}

TEST(DistillationLoss, StopsAtTheTeachers) {
  const std::vector<Tensor> students = Energies(3), teachers = Energies(3, 5);
  for (const Tensor& t : teachers) t.set_requires_grad(true);
  EXPECT_FALSE(DistillationLoss(students, teachers).requires_grad());
  // With the same tensors for both, what comes back is the students' share alone: half of what the loss
  // without a stop would give, for the two sides of each difference are alike.
  const std::vector<Tensor> both = Energies(3);
  for (const Tensor& e : both) e.set_requires_grad(true);
  const auto stopped = torch::autograd::grad({DistillationLoss(both, both)}, both);
  const double step = 1e-5;
  for (size_t level = 0; level < both.size(); ++level) {
    const torch::NoGradGuard no_grad;
    double& place = both[level].data_ptr<double>()[1];
    const double before = place;
    place = before + step;
    const double above = Loss(both, {});
    place = before - step;
    const double below = Loss(both, {});
    place = before;
    EXPECT_NEAR(stopped[level].flatten()[1].item<double>(), (above - below) / (4 * step), 1e-8);
  }
}

TEST(DistillationLoss, RefusesShapes) {
  const auto refused = [](const Tensor& a, const Tensor& b) {
    EXPECT_F4S_ERROR(static_cast<void>(DistillationLoss({a}, {b})), ErrorKind::kBadInput, "loss.shape");
  };
  refused(Pattern({2, 1, 4, 4}), Pattern({2, 1, 4, 4}));
  refused(Pattern({2, 2, 4}), Pattern({2, 2, 4}));
  refused(Pattern({2, 2, 4, 4}), Pattern({2, 3, 4, 4}));
}

}  // namespace
}  // namespace f4s

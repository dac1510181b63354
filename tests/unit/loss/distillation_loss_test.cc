// Cross-modal self-attention distillation: by hand, its gradient and where that stops, any size.

#include "libfuse4seg/loss/distillation_loss.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>

#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"

namespace f4s {
namespace {

using torch::Tensor;

std::vector<Tensor> Energies(int64_t modalities, double phase = 0) {
  return {Pattern({2, modalities, 8, 6}, phase) * 3, Pattern({2, modalities, 4, 3}, phase + 1) * 3,
          Pattern({2, modalities, 2, 2}, phase + 2) * 3};
}

TEST(AttentionOf, IsADensity) {
  const Tensor attention = AttentionOf(Energies(3)[1], 7, 5);
  EXPECT_EQ(attention.sizes(), (torch::IntArrayRef{2, 3, 7, 5}));
  EXPECT_LT((attention.mean({2, 3}) - 1).abs().max().item<double>(), 1e-12);
  EXPECT_GT(attention.min().item<double>(), 0);
  EXPECT_EQ(
      (AttentionOf(torch::full({1, 1, 2, 2}, 5.0, torch::kFloat64), 3, 3) - 1).abs().max().item<double>(), 0);
}

TEST(DistillationLoss, ByHand) {
  // One cell with an energy higher by ln 3 than the other: 3/4 and 1/4 of the attention, densities 1.5 and
  // 0.5.
  const double high = std::log(3.0);
  const Tensor one = torch::tensor({high, 0.0, 0.0, 0.0}, torch::kFloat64).view({1, 2, 1, 2});
  EXPECT_NEAR(DistillationLoss({one}).item<double>(), 0.25, 1e-12)
      << "1.5 and 0.5 against 1 and 1, both ways";
  const Tensor opposite = torch::tensor({high, 0.0, 0.0, high}, torch::kFloat64).view({1, 2, 1, 2});
  EXPECT_NEAR(DistillationLoss({opposite}).item<double>(), 1, 1e-12);
  EXPECT_NEAR(DistillationLoss({opposite, one}).item<double>(), 1.25, 1e-12) << "levels add up";
  // A third, even modality: of 6 ordered pairs, 2 differ by 1 and 4 by 1/2.
  const Tensor three = torch::cat({opposite, torch::zeros({1, 1, 1, 2}, torch::kFloat64)}, 1);
  EXPECT_NEAR(DistillationLoss({three}).item<double>(), (2 * 1 + 4 * 0.25) / 6, 1e-12);
  EXPECT_EQ(DistillationLoss({torch::cat({one, one}).narrow(1, 0, 1).expand({2, 3, 1, 2})}).item<double>(),
            0);
}

TEST(DistillationLoss, DoesNotDependOnTheSizeOfImages) {
  // The same pattern, each cell now 3 x 2 cells: the same densities.
  const Tensor small = Pattern({1, 3, 4, 5}) * 3;
  const Tensor large = small.repeat_interleave(3, 2).repeat_interleave(2, 3);
  EXPECT_NEAR(DistillationLoss({small}).item<double>(), DistillationLoss({large}).item<double>(), 1e-12);
}

TEST(DistillationLoss, HasTheRightGradientOfTheStudents) {
  for (const int64_t modalities : {2, 4}) {
    const std::vector<Tensor> students = Energies(modalities), teachers = Energies(modalities, 5);
    ExpectGradients([&] { return DistillationLoss(students, teachers); }, students);
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
  const auto stopped = torch::autograd::grad({DistillationLoss(both)}, both);
  const double step = 1e-5;
  for (size_t level = 0; level < both.size(); ++level) {
    const torch::NoGradGuard no_grad;
    double& place = both[level].data_ptr<double>()[1];
    const double before = place;
    place = before + step;
    const double above = DistillationLoss(both).item<double>();
    place = before - step;
    const double below = DistillationLoss(both).item<double>();
    place = before;
    EXPECT_NEAR(stopped[level].flatten()[1].item<double>(), (above - below) / (4 * step), 1e-8);
  }
}

TEST(DistillationLoss, RefusesShapes) {
  EXPECT_F4S_ERROR(static_cast<void>(DistillationLoss({Pattern({2, 1, 4, 4})})), ErrorKind::kBadInput,
                   "loss.shape");
  EXPECT_F4S_ERROR(static_cast<void>(DistillationLoss({Pattern({2, 2, 4})})), ErrorKind::kBadInput,
                   "loss.shape");
  EXPECT_F4S_ERROR(static_cast<void>(DistillationLoss({Pattern({2, 2, 4, 4})}, {Pattern({2, 3, 4, 4})})),
                   ErrorKind::kBadInput, "loss.shape");
}

}  // namespace
}  // namespace f4s

// The segmentation loss over several resolutions.

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "libfuse4seg/loss/segmentation_loss.h"
#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"

namespace f4s {
namespace {

using torch::Tensor;

TEST(DeepSupervision, OfOneResolutionIsItsLoss) {
  const Tensor labels = torch::arange(40, torch::kInt64).remainder(3).view({2, 4, 5});
  const Tensor logits = Pattern({2, 3, 4, 5});
  const auto one = SegmentationLoss(logits, labels),
             deep = SegmentationLoss(std::vector<Tensor>{logits}, labels);
  EXPECT_EQ(Value(one.total), Value(deep.total));
}

TEST(DeepSupervision, WeighsByResolutionAndTakesLabelsFromTheMiddleOfCells) {
  const Tensor labels = torch::arange(35, torch::kInt64).remainder(4).view({1, 5, 7});
  const Tensor full = Pattern({1, 4, 5, 7}), half = Pattern({1, 4, 3, 4}, 1),
               quarter = Pattern({1, 4, 2, 2}, 2);
  const auto at = [&](const std::vector<int64_t>& rows, const std::vector<int64_t>& columns) {
    return labels.index_select(1, torch::tensor(rows, torch::kInt64))
        .index_select(2, torch::tensor(columns, torch::kInt64));
  };
  SegmentationLossOptions options{.cross_entropy_weight = 2, .dice_weight = 3};
  const auto a = SegmentationLoss(full, labels, options);
  const auto b = SegmentationLoss(half, at({1, 3, 4}, {1, 3, 5, 6}), options);
  const auto c = SegmentationLoss(quarter, at({2, 4}, {2, 6}), options);
  const auto deep = SegmentationLoss(std::vector<Tensor>{full, half, quarter}, labels, options);
  EXPECT_NEAR(Value(deep.total), (4 * Value(a.total) + 2 * Value(b.total) + Value(c.total)) / 7, 1e-12);
  EXPECT_NEAR(Value(deep.dice), (4 * Value(a.dice) + 2 * Value(b.dice) + Value(c.dice)) / 7, 1e-12);
  EXPECT_NEAR(Value(deep.cross_entropy),
              (4 * Value(a.cross_entropy) + 2 * Value(b.cross_entropy) + Value(c.cross_entropy)) / 7, 1e-12);
  EXPECT_F4S_ERROR(static_cast<void>(SegmentationLoss(std::vector<Tensor>{full, quarter}, labels)),
                   ErrorKind::kBadInput, "loss.shape");
}

TEST(DeepSupervision, HasTheRightGradient) {
  Tensor labels = torch::arange(35, torch::kInt64).remainder(4).view({1, 5, 7});
  labels[0][1][1] = kIgnoreLabel;
  const Tensor full = Pattern({1, 4, 5, 7}) * 3, half = Pattern({1, 4, 3, 4}, 1) * 3;
  ExpectGradients(
      [&] {
        return SegmentationLoss(std::vector<Tensor>{full, half}, labels, {}, {{1, 2}, {3}}).total;
      },
      {full, half}, {.tolerance = 1e-8});
}

}  // namespace
}  // namespace f4s

// Losses: values worked out by hand, limits, gradients against finite differences.

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>

#include "libfuse4seg/loss/fusion_loss.h"
#include "libfuse4seg/loss/loss_filters.h"
#include "libfuse4seg/loss/segmentation_loss.h"
#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"

namespace f4s {
namespace {

using torch::Tensor;

TEST(SobelMagnitude, OfARampAndAnEdge) {
  const Tensor ramp = torch::arange(5, torch::kFloat64).view({1, 1, 1, 5}).expand({1, 1, 4, 5}).contiguous();
  EXPECT_TRUE(torch::equal(SobelMagnitude(ramp), torch::full({1, 1, 2, 3}, 8.0, torch::kFloat64)));
  EXPECT_TRUE(
      torch::equal(SobelMagnitude(ramp.transpose(2, 3)), torch::full({1, 1, 3, 2}, 8.0, torch::kFloat64)));
  const Tensor point = torch::zeros({1, 1, 3, 3}, torch::kFloat64);
  point[0][0][0][0] = 1;
  EXPECT_EQ(Value(SobelMagnitude(point)), 2);  // |-1| + |-1|
  EXPECT_F4S_ERROR(static_cast<void>(SobelMagnitude(torch::zeros({1, 1, 2, 3}))), ErrorKind::kBadInput,
                   "loss.shape");
}

TEST(SobelMagnitude, HasTheRightGradient) {
  const Tensor x = Pattern({2, 3, 5, 6});
  ExpectGradients([&] { return SobelMagnitude(x); }, {x});
}

/// Straight from the definition: one window, pixel by pixel.
double SsimAt(const Tensor& a, const Tensor& b, int64_t row, int64_t column) {
  const int64_t h = a.size(0), w = a.size(1);
  const auto mirrored = [](int64_t i, int64_t n) { return i < 0 ? -i : i >= n ? 2 * n - 2 - i : i; };
  double sum = 0, ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
  for (int64_t i = -5; i <= 5; ++i)
    for (int64_t j = -5; j <= 5; ++j) {
      const double g = std::exp(-static_cast<double>(i * i + j * j) / 4.5);
      const double x = Value(a[mirrored(row + i, h)][mirrored(column + j, w)]);
      const double y = Value(b[mirrored(row + i, h)][mirrored(column + j, w)]);
      sum += g, ma += g * x, mb += g * y, aa += g * x * x, bb += g * y * y, ab += g * x * y;
    }
  ma /= sum, mb /= sum;
  const double va = aa / sum - ma * ma, vb = bb / sum - mb * mb, cov = ab / sum - ma * mb;
  return (2 * ma * mb + 1e-4) * (2 * cov + 9e-4) / ((ma * ma + mb * mb + 1e-4) * (va + vb + 9e-4));
}

TEST(Ssim, IsItsDefinition) {
  const Tensor a = Pattern({8, 7}), b = Pattern({8, 7}, 2) * 0.5 + a * 0.5;
  double sum = 0;
  for (int64_t i = 0; i < 8; ++i)
    for (int64_t j = 0; j < 7; ++j) sum += SsimAt(a, b, i, j);
  EXPECT_NEAR(Value(Ssim(a.view({1, 1, 8, 7}), b.view({1, 1, 8, 7}))), sum / 56, 1e-12);
}

TEST(Ssim, IsOneForEqualImagesOfAnySize) {
  for (const auto& [h, w] : {std::pair<int64_t, int64_t>{1, 1}, {2, 3}, {20, 5}}) {
    const Tensor a = Pattern({2, 1, h, w});
    EXPECT_NEAR(Value(Ssim(a, a)), 1, 1e-12);
  }
  const Tensor grey = torch::full({1, 1, 9, 9}, 0.25, torch::kFloat64);
  EXPECT_NEAR(Value(Ssim(grey, grey)), 1, 1e-12);
}

TEST(Ssim, HasTheRightGradient) {
  const Tensor a = Pattern({2, 2, 7, 12}), b = Pattern({2, 2, 7, 12}, 1);
  ExpectGradients([&] { return Ssim(a, b); }, {a, b}, {.tolerance = 1e-7});
}

TEST(CorrelationLoss, IsEquation11) {
  const Tensor x = Pattern({2, 3, 4, 5}), y = Pattern({2, 3, 4, 5}, 3);
  const auto both = [](const Tensor& a, const Tensor& b) { return torch::stack({a, b}, 1); };
  EXPECT_NEAR(Value(CorrelationLoss(both(x, x), both(x, x))), 1 / 2.01, 1e-5);
  EXPECT_NEAR(Value(CorrelationLoss(both(x, x), both(x, -x))), 1 / 2.01, 1e-5);
  // Base features that oppose each other: the bound holds.
  EXPECT_NEAR(Value(CorrelationLoss(both(x, -x), both(x, x))), 1 / 0.11, 1e-4);
  EXPECT_NEAR(Value(CorrelationLoss(both(x, -x), both(x, x), false)), 1 / 0.01, 1e-2) << "as printed";
  const auto cc = [](const Tensor& a, const Tensor& b) {
    const Tensor u = a.flatten(2) - a.flatten(2).mean(2, true), v = b.flatten(2) - b.flatten(2).mean(2, true);
    return Value(((u * v).sum(2) / (u.square().sum(2) * v.square().sum(2)).sqrt()).mean());
  };
  const double wanted = std::pow(cc(y, x * y), 2) / (1.01 + cc(x, y));
  EXPECT_NEAR(Value(CorrelationLoss(both(x, y), both(y, x * y))), wanted, 1e-5);
}

TEST(CorrelationLoss, IsTheMeanOverPairsAndFiniteOnConstants) {
  const Tensor base = Pattern({2, 3, 2, 4, 5}), detail = Pattern({2, 3, 2, 4, 5}, 4);
  double sum = 0;
  for (const auto& [i, j] : {std::pair<int64_t, int64_t>{0, 1}, {0, 2}, {1, 2}}) {
    const Tensor pair = torch::tensor({i, j}, torch::kInt64);
    sum += Value(CorrelationLoss(base.index_select(1, pair), detail.index_select(1, pair)));
  }
  EXPECT_NEAR(Value(CorrelationLoss(base, detail)), sum / 3, 1e-9);
  const Tensor flat = torch::full({1, 2, 2, 4, 4}, 0.5).requires_grad_(true);
  const Tensor loss = CorrelationLoss(flat, flat);
  loss.backward();
  EXPECT_EQ(Value(loss), 0);
  EXPECT_TRUE(torch::isfinite(flat.grad()).all().item<bool>());
  EXPECT_EQ(Value(CorrelationLoss(base.narrow(1, 0, 1), detail.narrow(1, 0, 1))), 0);
}

TEST(CorrelationLoss, HasTheRightGradient) {
  const Tensor base = Pattern({2, 3, 2, 4, 5}), detail = Pattern({2, 3, 2, 4, 5}, 4);
  ExpectGradients([&] { return CorrelationLoss(base, detail); }, {base, detail}, {.tolerance = 1e-8});
}

TEST(ContentLoss, SumsOverModalities) {
  const Tensor a = Pattern({2, 3, 6, 7}), b = Pattern({2, 3, 6, 7}, 1);
  double sum = 0;
  for (int64_t m = 0; m < 3; ++m)
    sum +=
        Value((a - b).select(1, m).square().mean()) + 1 - Value(Ssim(a.narrow(1, m, 1), b.narrow(1, m, 1)));
  EXPECT_NEAR(Value(ContentLoss(a, b)), sum, 1e-12);
  EXPECT_NEAR(Value(ContentLoss(a, a)), 0, 1e-12);
}

TEST(FusionLoss, IsZeroOnlyWhereItShouldBe) {
  const Tensor a = Pattern({1, 1, 8, 8});
  const Tensor images = torch::cat({a, a * 0.5}, 1);  // a is the brighter and the sharper one everywhere
  EXPECT_NEAR(Value(TextureLoss(images, a)), 0, 1e-12);
  EXPECT_NEAR(Value(IntensityLoss(images, a)), 0, 1e-12);
  EXPECT_NEAR(Value(TextureLoss(images, a * 0)), Value(SobelMagnitude(a).mean()), 1e-12);
  EXPECT_NEAR(Value(IntensityLoss(images, a - 0.125)), 0.125, 1e-12);
  FusionLossOptions mean;
  mean.intensity_of = IntensityOf::kMean;
  EXPECT_NEAR(Value(IntensityLoss(images, a * 0.75, mean)), 0, 1e-12);
}

TEST(FusionLoss, WeighsItsTerms) {
  const Tensor base = Pattern({1, 2, 2, 4, 4}), detail = Pattern({1, 2, 2, 4, 4}, 1);
  const Tensor images = Pattern({1, 2, 8, 8}), fused = Pattern({1, 1, 8, 8}, 2);
  FusionLossOptions options{.sigma = 0.25, .texture_weight = 3, .intensity_weight = 2};
  FusionLossTerms terms = FusionLoss(base, detail, images, fused, options);
  const double c = Value(terms.correlation), t = Value(terms.texture), i = Value(terms.intensity);
  EXPECT_NEAR(Value(terms.total), 0.25 * c + 0.75 * (2 * i + 3 * t), 1e-12);
  options.paper_strict = true;
  EXPECT_NEAR(Value(FusionLoss(base, detail, images, fused, options).total), 0.25 * c + 0.75 * t, 1e-12);
  const Tensor opposed = torch::stack({base.select(1, 0), -base.select(1, 0)}, 1);
  EXPECT_NEAR(Value(FusionLoss(opposed, base, images, fused, options).correlation),
              Value(CorrelationLoss(opposed, base, false)), 1e-12);
  EXPECT_NEAR(Value(ReconstructionLoss(opposed, base, images, images, options).correlation),
              Value(CorrelationLoss(opposed, base, false)), 1e-12);
  EXPECT_F4S_ERROR(static_cast<void>(FusionLoss(base, detail, images, images)), ErrorKind::kBadInput,
                   "loss.shape");
}

TEST(FusionLoss, HasTheRightGradient) {
  const Tensor base = Pattern({1, 2, 2, 4, 4}), detail = Pattern({1, 2, 2, 4, 4}, 1);
  const Tensor images = Pattern({2, 2, 8, 8}), fused = Pattern({2, 1, 8, 8}, 2);
  const Tensor rebuilt = Pattern({2, 2, 8, 8}, 5);
  // |x| and max have corners.
  ExpectGradients([&] { return FusionLoss(base, detail, images, fused).total; },
                  {base, detail, images, fused}, {.step = 1e-7, .tolerance = 1e-6});
  ExpectGradients([&] { return ReconstructionLoss(base, detail, images, rebuilt).total; },
                  {base, detail, rebuilt});
}

/// Logits that are sure of `labels`.
Tensor Sure(const Tensor& labels, int64_t classes) {
  return torch::one_hot(labels.clamp_min(0), classes).permute({0, 3, 1, 2}).to(torch::kFloat64) * 50;
}

TEST(SegmentationLoss, IsZeroWhenRightAndLargeWhenWrong) {
  const Tensor labels = torch::arange(24, torch::kInt64).remainder(3).view({2, 3, 4});
  const auto right = SegmentationLoss(Sure(labels, 3), labels);
  EXPECT_NEAR(Value(right.total), 0, 1e-9);
  const auto wrong = SegmentationLoss(Sure((labels + 1).remainder(3), 3), labels);
  EXPECT_NEAR(Value(wrong.dice), 1, 1e-5);
  EXPECT_NEAR(Value(wrong.cross_entropy), 50, 1e-9);
  EXPECT_NEAR(Value(wrong.total), 25.5, 1e-5);
}

TEST(SegmentationLoss, IsEquation14OfEvenProbabilities) {
  const Tensor labels = torch::zeros({1, 2, 4}, torch::kInt64);
  labels[0][0] = 1;  // half of the pixels
  const auto terms = SegmentationLoss(torch::zeros({1, 2, 2, 4}, torch::kFloat64), labels);
  EXPECT_NEAR(Value(terms.cross_entropy), std::log(2.0), 1e-12);
  EXPECT_NEAR(Value(terms.dice), 0.5, 1e-5);  // 1 - 2 * 4 * 0.5 / (8 * 0.5 + 4)
  SegmentationLossOptions options{.cross_entropy_weight = 2, .dice_weight = 3};
  EXPECT_NEAR(Value(SegmentationLoss(torch::zeros({1, 2, 2, 4}, torch::kFloat64), labels, options).total),
              2 * std::log(2.0) + 3 * Value(terms.dice), 1e-12);
}

TEST(SegmentationLoss, DoesNotSeeIgnoredPixels) {
  const Tensor labels = torch::arange(24, torch::kInt64).remainder(3).view({1, 4, 6});
  const Tensor logits = Pattern({1, 3, 4, 6});
  const auto upper = SegmentationLoss(logits.narrow(2, 0, 2), labels.narrow(1, 0, 2));
  labels.narrow(1, 2, 2).fill_(kIgnoreLabel);
  const auto masked = SegmentationLoss(logits, labels);
  EXPECT_NEAR(Value(masked.total), Value(upper.total), 1e-12);
  const auto none = SegmentationLoss(logits, torch::full_like(labels, kIgnoreLabel));
  EXPECT_EQ(Value(none.cross_entropy), 0);
  EXPECT_NEAR(Value(none.dice), 0, 1e-12);
}

TEST(SoftDiceLoss, ScoresRegionsAsWhole) {
  const Tensor labels = torch::tensor({0, 1, 2, 3}, torch::kInt64).view({1, 2, 2});
  const Tensor swapped = torch::tensor({0, 2, 3, 1}, torch::kInt64).view({1, 2, 2});
  EXPECT_NEAR(Value(SoftDiceLoss(Sure(swapped, 4), labels, {}, {{1, 2, 3}})), 0, 1e-9);
  EXPECT_NEAR(Value(SoftDiceLoss(Sure(swapped, 4), labels, {}, {{1, 2, 3}, {1}})), 0.5, 1e-5);
  EXPECT_NEAR(Value(SoftDiceLoss(Sure(swapped, 4), labels)), 1, 1e-5);
  SegmentationLossOptions all;
  all.dice_background = true;
  EXPECT_NEAR(Value(SoftDiceLoss(Sure(swapped, 4), labels, all)), 0.75, 1e-5);
}

TEST(SegmentationLoss, TakesAUnionOfClassesForAnyOfThem) {
  const Tensor logits = Pattern({1, 4, 2, 3}) * 3, p = logits.softmax(1);
  const Tensor labels =
      torch::tensor({0, 4, 4, 1, 4, 0}, torch::kInt64).view({1, 2, 3});  // 4: one of 1, 2, 3
  const ClassSets regions = {{1, 2, 3}, {1, 3}}, unions = {{1, 2, 3}};
  const auto terms = SegmentationLoss(logits, labels, {}, regions, unions);
  const Tensor any = p.narrow(1, 1, 3).sum(1);
  const Tensor of_label =
      torch::where(labels.eq(0), p.select(1, 0), torch::where(labels.eq(1), p.select(1, 1), any));
  EXPECT_NEAR(Value(terms.cross_entropy), Value(-of_label.log().mean()), 1e-12);
  // The whole is known everywhere, its part where the label names a class or the background.
  const Tensor whole = labels.ne(0).to(p.scalar_type()), known = labels.ne(4).to(p.scalar_type());
  const Tensor core = (p.select(1, 1) + p.select(1, 3)) * known, is_core = labels.eq(1).to(p.scalar_type());
  const auto dice = [](const Tensor& a, const Tensor& b) {
    return (2 * (a * b).sum() + 1e-5) / (a.sum() + b.sum() + 1e-5);
  };
  EXPECT_NEAR(Value(terms.dice), 1 - Value(dice(any, whole) + dice(core, is_core)) / 2, 1e-12);
  ExpectGradients([&] { return SegmentationLoss(logits, labels, {}, regions, unions).total; }, {logits},
                  {.tolerance = 1e-8});
  EXPECT_F4S_ERROR(static_cast<void>(SegmentationLoss(logits, labels + 1, {}, regions, unions)),
                   ErrorKind::kBadInput, "loss.label");
}

TEST(SegmentationLoss, HasTheRightGradient) {
  Tensor labels = torch::arange(40, torch::kInt64).remainder(4).view({2, 4, 5});
  labels[0][0][0] = kIgnoreLabel;
  const Tensor logits = Pattern({2, 4, 4, 5}) * 3;
  ExpectGradients(
      [&] {
        return SegmentationLoss(logits, labels, {}, {{1, 2, 3}, {1, 3}, {3}}).total;
      },
      {logits}, {.tolerance = 1e-8});
}

TEST(SegmentationLoss, RefusesLabelsAndShapesThatDoNotFit) {
  const Tensor logits = Pattern({1, 3, 4, 5}), labels = torch::zeros({1, 4, 5}, torch::kInt64);
  labels[0][1][1] = 3;
  EXPECT_F4S_ERROR(static_cast<void>(SegmentationLoss(logits, labels)), ErrorKind::kBadInput, "loss.label");
  EXPECT_F4S_ERROR(static_cast<void>(SegmentationLoss(logits, labels.narrow(1, 0, 3))), ErrorKind::kBadInput,
                   "loss.shape");
  EXPECT_F4S_ERROR(static_cast<void>(SoftDiceLoss(logits, labels.to(torch::kInt32))), ErrorKind::kBadInput,
                   "loss.shape");
}

}  // namespace
}  // namespace f4s

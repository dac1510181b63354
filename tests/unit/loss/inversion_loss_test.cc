// The losses of an invertible fusion network: against their definitions, and their gradients.

#include "libfuse4seg/loss/inversion_loss.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "libfuse4seg/loss/loss_filters.h"
#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"

namespace f4s {
namespace {

using torch::Tensor;

TEST(LikenessLoss, IsTheMeanOverSourcesOfBothTerms) {
  const Tensor images = Pattern({2, 3, 12, 13}), fused = Pattern({2, 1, 12, 13}, 2);
  double structure = 0, square = 0;
  for (int64_t i = 0; i < 3; ++i) {
    const Tensor one = images.narrow(1, i, 1);
    structure += (1 - Value(Ssim(fused, one))) / 3;
    square += Value((fused - one).square().mean()) / 3;
  }
  EXPECT_NEAR(Value(LikenessLoss(fused, images, 0.8)), 0.8 * structure + 0.2 * square, 1e-12);
  EXPECT_NEAR(Value(LikenessLoss(images, images, 0.8)), 0, 1e-12);
  EXPECT_NEAR(Value(LikenessLoss(fused, images, 0)), square, 1e-12);
}

TEST(LikenessLoss, HasTheRightGradient) {
  const Tensor images = Pattern({1, 2, 9, 8}), fused = Pattern({1, 1, 9, 8}, 3);
  ExpectGradients([&] { return LikenessLoss(fused, images, 0.8); }, {fused, images});
}

TEST(Discrepancy, IsItsDefinition) {
  const Tensor x = Pattern({3, 2}), y = Pattern({3, 2}, 5);
  const auto kernel = [](const Tensor& a, const Tensor& b) {
    const double d = Value((a - b).square().sum()) / 2;
    double sum = 0;
    for (const double s : {0.05, 0.2, 0.9}) sum += s * s / (s * s + d);
    return sum;
  };
  double expected = 0;
  for (int64_t i = 0; i < 3; ++i)
    for (int64_t j = 0; j < 3; ++j)
      expected += (kernel(x[i], x[j]) + kernel(y[i], y[j]) - 2 * kernel(x[i], y[j])) / 9;
  EXPECT_NEAR(Value(Discrepancy(x, y, 2)), expected, 1e-12);
  EXPECT_NEAR(Value(Discrepancy(x, x)), 0, 1e-12);
  ExpectGradients([&] { return Discrepancy(x, y, 2); }, {x, y});
}

TEST(LatentLoss, KnowsNormalNumbersFromOthers) {
  InversionLossOptions options;
  const Tensor images = torch::ones({4, 2, 32, 32}), z = NormalNumbers({4, 1, 32, 32}, 5);
  const double normal = Value(LatentLoss(z, images, options, 1));
  EXPECT_GT(normal, 0);
  EXPECT_LT(normal, 0.01);
  EXPECT_GT(Value(LatentLoss(z * 0.2, images, options, 1)), 10 * normal);
  EXPECT_GT(Value(LatentLoss(z + 1, images, options, 1)), 10 * normal);
  // Each pixel as it should be, but not independent of its neighbours: patches see it.
  const Tensor blocks = NormalNumbers({4, 1, 16, 16}, 6).repeat_interleave(2, 2).repeat_interleave(2, 3);
  EXPECT_GT(Value(LatentLoss(blocks, images, options, 1)), 3 * normal);
  EXPECT_EQ(Value(LatentLoss(z, images * 0, options, 1)), 0) << "where nothing counts";
  EXPECT_EQ(Value(LatentLoss(z, images, options, 1)), normal) << "the same each time";
  EXPECT_NE(Value(LatentLoss(z, images, options, 2)), normal);
}

TEST(LatentLoss, OverWholeImagesSaysNextToNothing) {
  InversionLossOptions options;
  options.latent_samples = LatentSamples::kImages;
  const Tensor images = torch::ones({4, 2, 64, 64}), z = NormalNumbers({4, 1, 64, 64}, 5);
  const double right = Value(LatentLoss(z, images, options, 1));
  EXPECT_NEAR(Value(LatentLoss(z * 2, images, options, 1)), right, 0.001 * right);
}

TEST(LatentLoss, HasTheRightGradient) {
  const Tensor z = Pattern({2, 2, 6, 6}), images = Pattern({2, 3, 5, 6});
  InversionLossOptions options;
  options.latent_count = 9;
  ExpectGradients([&] { return LatentLoss(z, images, options, 3); }, {z});
  options.latent_samples = LatentSamples::kImages;
  ExpectGradients([&] { return 1000 * LatentLoss(z, images, options, 3); }, {z});
}

TEST(LatentPatches, BeginWhereSomethingIs) {
  Tensor images = torch::zeros({2, 2, 6, 7}), z = torch::zeros({2, 1, 6, 8});
  images[1][1][2][3] = 0.5;  // alone
  z[1][0].copy_(torch::arange(48, torch::kFloat32).view({6, 8}));
  const Tensor patches = LatentPatches(z, images, 2, 5, 9);
  const Tensor wanted = torch::tensor({19.0F, 20.0F, 27.0F, 28.0F});
  ASSERT_EQ(patches.sizes(), (torch::IntArrayRef{5, 4}));
  for (int64_t i = 0; i < 5; ++i) EXPECT_TRUE(patches[i].equal(wanted));
  EXPECT_EQ(LatentPatches(z, images * 0, 2, 5, 9).size(0), 0);
}

TEST(NormalNumbers, AreNormal) {
  const Tensor x = NormalNumbers({200, 500}, 3).to(torch::kFloat64);
  EXPECT_NEAR(Value(x.mean()), 0, 0.01);
  EXPECT_NEAR(Value(x.square().mean()), 1, 0.02);
  EXPECT_NEAR(Value(x.pow(4).mean()), 3, 0.1);
  EXPECT_NEAR(Value((x.abs() < 1).to(torch::kFloat64).mean()), 0.6827, 0.005);
  EXPECT_NEAR(Value((x.slice(1, 1) * x.slice(1, 0, 499)).mean()), 0, 0.01);
}

TEST(AsStored, IsTheFilesLevelsAndLetsGradientsPass) {
  const Tensor x = torch::tensor({0.0, 0.0019, 0.002, 0.5, 1.0}, torch::kFloat64).requires_grad_(true);
  const Tensor stored = AsStored(x);
  EXPECT_TRUE(
      torch::allclose(stored * 255, torch::tensor({0.0, 0.0, 1.0, 128.0, 255.0}, torch::kFloat64), 0, 1e-9));
  EXPECT_EQ(Value(stored[1]), 0);
  stored.sum().backward();
  EXPECT_TRUE(x.grad().equal(torch::ones({5}, torch::kFloat64)));
}

TEST(InversionLosses, RefuseWhatDoesNotFit) {
  const Tensor a = torch::zeros({1, 2, 8, 8}), b = torch::zeros({1, 3, 8, 8});
  EXPECT_F4S_ERROR(static_cast<void>(LikenessLoss(a, b, 0.5)), ErrorKind::kBadInput, "loss.shape");
  EXPECT_F4S_ERROR(static_cast<void>(Discrepancy(a[0][0], a[0][0].narrow(1, 0, 3))), ErrorKind::kBadInput,
                   "loss.shape");
  EXPECT_F4S_ERROR(static_cast<void>(LatentPatches(a, a, 9, 4, 1)), ErrorKind::kBadInput, "loss.shape");
}

}  // namespace
}  // namespace f4s

// The discriminator: its sizes, what it takes, its gradient.

#include "libfuse4seg/nn/discriminator.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"
#include "tests/support/set_option.h"

namespace f4s {
namespace {

using torch::Tensor;

Discriminator MadeDiscriminator(const std::string& head, int64_t side) {
  DiscriminatorOptions options{.side = side};
  Set(options, "discriminator", head);
  Discriminator net(options);
  Initialise(*net, 1);
  return net;
}

TEST(Discriminator, IsOfTheSizeItClaims) {
  EXPECT_EQ(NumParameters(*MadeDiscriminator("pooled", 224)), 92801);
  EXPECT_EQ(NumParameters(*MadeDiscriminator("flat", 224)), 193025);  // TarDAL's
}

TEST(Discriminator, PooledTakesAnySizeAndScoresEachImageAlone) {
  const torch::NoGradGuard no_grad;
  Discriminator net = MadeDiscriminator("pooled", 224);
  for (const auto& [h, w] : {std::pair<int64_t, int64_t>{1, 1}, {3, 50}, {33, 47}})
    EXPECT_EQ(net(Pattern({2, 1, h, w}).to(torch::kFloat32)).sizes(), (torch::IntArrayRef{2}));
  net->to(torch::kFloat64);
  const Tensor images = Pattern({3, 1, 20, 20});
  EXPECT_TRUE(torch::allclose(net(images).narrow(0, 1, 1), net(images.narrow(0, 1, 1)), 0, 1e-12));
  EXPECT_F4S_ERROR(net(Pattern({2, 2, 8, 8})), ErrorKind::kBadInput, "model.size");
}

TEST(Discriminator, FlatTakesItsSideAlone) {
  const torch::NoGradGuard no_grad;
  Discriminator net = MadeDiscriminator("flat", 20);  // 3 x 3 cells
  EXPECT_EQ(net(Pattern({2, 1, 20, 20}).to(torch::kFloat32)).sizes(), (torch::IntArrayRef{2}));
  EXPECT_F4S_ERROR(net(Pattern({2, 1, 20, 24})), ErrorKind::kBadInput, "model.size");
}

TEST(Discriminator, HasTheRightGradient) {
  for (const char* head : {"pooled", "flat"}) {
    Discriminator net = MadeDiscriminator(head, 9);
    std::vector<Tensor> inputs = Perturbed(*net);
    const Tensor images = Pattern({2, 1, 9, 9});
    inputs.push_back(images);
    ExpectGradients([&] { return net(images); }, inputs, {.step = 1e-7, .tolerance = 1e-5, .places = 6});
  }
}

}  // namespace
}  // namespace f4s

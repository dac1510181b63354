// TransUNet's stem, and the segmentation network with it.

#include "libfuse4seg/nn/blocks/resnet_stem.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "libfuse4seg/model/network_options.h"
#include "libfuse4seg/nn/segmentation/segmentation_net.h"
#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"

namespace f4s {
namespace {

using torch::Tensor;

NetworkOptions Base() {
  NetworkOptions options;
  options.profile = "base";
  return options;
}

/// base in small: all that it has, with 8 channels in the place of 64.
SegmentationNet Small(int64_t channels, int64_t classes) {
  NetworkOptions options = Base();
  options.segmentation.width = 8;
  options.segmentation.dim = 16;
  options.segmentation.heads = 2;
  options.segmentation.blocks = 2;
  SegmentationNet net(options.Resolved().segmentation, channels, classes);
  Initialise(*net, 1);
  return net;
}

TEST(ResnetStem, HasTransUnetsWeightsAndShapes) {
  // TransUNet's R50-ViT-B/16 has 105,276,356 weights for 3 channels and 4 classes; 14 x 14 of them are
  // positions of 768, in the place of which stand 16 x 16 here.
  NetworkOptions options = Base();
  options.segmentation.adapter = AdapterConv::kNone;
  const SegmentationNet plain(options.Resolved().segmentation, 3, 4);
  EXPECT_EQ(NumParameters(*plain), 105276356 + (16 * 16 - 14 * 14) * 768);
  EXPECT_EQ(NumParameters(*ResnetStem(3, 64)), 11894848);

  ResnetStem stem(2, 8);
  Initialise(*stem, 1);
  const auto features = stem(Pattern({2, 2, 32, 64}).to(torch::kFloat32));
  ASSERT_EQ(features.size(), 4U);
  EXPECT_EQ(features[0].sizes(), (torch::IntArrayRef{2, 8, 16, 32}));
  EXPECT_EQ(features[1].sizes(), (torch::IntArrayRef{2, 32, 8, 16}));
  EXPECT_EQ(features[2].sizes(), (torch::IntArrayRef{2, 64, 4, 8}));
  EXPECT_EQ(features[3].sizes(), (torch::IntArrayRef{2, 128, 2, 4}));
}

TEST(ResnetStem, AdaptersAreDepthwiseUnlessAskedOtherwise) {
  const SegmentationNet usual(Base().Resolved().segmentation, 1, 4);
  EXPECT_GT(NumParameters(*usual), 105'000'000);
  EXPECT_LT(NumParameters(*usual), 112'000'000);
}

TEST(ResnetStem, StandardisesItsWeights) {
  StandardisedConv conv(3, 5, 3, 2);
  Initialise(*conv, 1);
  const Tensor x = Pattern({2, 3, 9, 8}).to(torch::kFloat32);
  const Tensor flat = conv->weight.flatten(1);
  const Tensor standard =
      ((flat - flat.mean(1, true)) / (flat.var(1, false, true) + 1e-5).sqrt()).view(conv->weight.sizes());
  EXPECT_TRUE(torch::allclose(conv(x), torch::conv2d(x, standard, {}, 2, 1), 1e-5, 1e-5));
  const Tensor before = conv(x);
  const torch::NoGradGuard no_grad;
  conv->weight.mul_(100).add_(3);
  EXPECT_TRUE(torch::allclose(conv(x), before, 1e-3, 1e-3)) << "neither scale nor mean of weights matter";
}

TEST(ResnetStem, SegmentsAnySize) {
  const torch::NoGradGuard no_grad;
  SegmentationNet net = Small(3, 4);
  for (const auto& [h, w] : {std::pair<int64_t, int64_t>{1, 1}, {5, 40}, {33, 47}, {64, 64}})
    EXPECT_EQ(net(Pattern({2, 3, h, w}).to(torch::kFloat32)).sizes(), (torch::IntArrayRef{2, 4, h, w}));
}

TEST(ResnetStem, GradientsReachEverything) {
  SegmentationNet net = Small(2, 3);
  net(Pattern({1, 2, 70, 64}).to(torch::kFloat32)).square().mean().backward();
  for (const auto& named : net->named_parameters()) {
    ASSERT_TRUE(named.value().grad().defined()) << named.key();
    EXPECT_GT(named.value().grad().abs().max().item<double>(), 0) << named.key();
  }
}

TEST(ResnetStem, HasTheRightGradient) {
  ResnetStem stem(1, 8);
  Initialise(*stem, 1);
  std::vector<Tensor> inputs = Perturbed(*stem);
  const Tensor image = Pattern({1, 1, 32, 32});
  inputs.push_back(image);
  ExpectGradients([&] { return stem(image).back().square().mean(); }, inputs,
                  {.step = 1e-7, .tolerance = 1e-5, .places = 2});
}

TEST(ResnetStem, OlderModelsHavePairs) {
  NetworkOptions options = Base();
  options.segmentation.width = 32;
  Json json = options.ToJson();
  json.erase("segmentation_stem");
  EXPECT_EQ(NetworkOptions::FromJson(json).Resolved().segmentation.stem, StemKind::kPairs);
  EXPECT_EQ(Base().Resolved().segmentation.stem, StemKind::kResnet);
}

TEST(ResnetStem, RefusesOtherLevelsAndWidths) {
  NetworkOptions options = Base();
  options.segmentation.levels = 3;
  EXPECT_F4S_ERROR(static_cast<void>(options.Resolved()), ErrorKind::kConfig, "network.shape");
  options = Base();
  options.segmentation.width = 40;
  EXPECT_F4S_ERROR(static_cast<void>(options.Resolved()), ErrorKind::kConfig, "network.shape");
}

}  // namespace
}  // namespace f4s

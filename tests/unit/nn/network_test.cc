// Whole networks: sizes, subsets and orders of modalities, gradients, determinism.

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <array>
#include <string>

#include "libfuse4seg/nn/fusion/fusion_net.h"
#include "libfuse4seg/nn/network.h"
#include "libfuse4seg/nn/segmentation/segmentation_net.h"
#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"
#include "tests/support/on_threads.h"
#include "tests/support/set_option.h"

namespace f4s {
namespace {

using torch::Tensor;

NetworkOptions OfProfile(const std::string& profile) {
  NetworkOptions options;
  options.profile = profile;
  return options.Resolved();
}

FusionNet Fusion(const std::string& residual, int64_t slots, uint64_t seed = 1) {
  FusionNetOptions options = OfProfile("tiny").fusion;
  Set(options, "fusion_residual", residual);
  FusionNet net(options, slots);
  Initialise(*net, seed);
  return net;
}

/// As after some training: what starts at 0 no longer is.
void Shake(torch::nn::Module& module) {
  const torch::NoGradGuard no_grad;
  for (Tensor& weight : module.parameters()) weight.add_(Probe(weight).to(weight.dtype()) * 0.1);
}

Tensor Images(std::vector<int64_t> sizes) { return Pattern(sizes).to(torch::kFloat32); }

TEST(NetworkOptions, BaseIsCddFuse) {
  FusionNetOptions options = OfProfile("base").fusion;
  EXPECT_EQ(options.attention, true);  // which CDDFuse has not
  options.attention = false;
  EXPECT_EQ(NumParameters(*Encoder(options)), 599144);
  EXPECT_EQ(NumParameters(*Decoder(options)), 207936);
  const FusionNet net(options, 2);
  EXPECT_EQ(NumParameters(*net), 1188272);  // with base fusion, 363,016, and detail fusion, 18,176
}

TEST(NetworkOptions, ProfilesAreOfTheSizesTheyClaim) {
  const auto segmentation = [](const char* profile) {
    return NumParameters(*SegmentationNet(OfProfile(profile).segmentation, 1, 4));
  };
  EXPECT_LT(segmentation("tiny"), 1'000'000);
  EXPECT_GT(segmentation("small"), 5'000'000);
  EXPECT_LT(segmentation("small"), 9'000'000);
  EXPECT_LT(NumParameters(*FusionNet(OfProfile("tiny").fusion, 4)), 30'000);
}

TEST(NetworkOptions, GoThroughJsonAndRefuseWhatCannotBe) {
  NetworkOptions options = OfProfile("small");
  options.input = NetworkInput::kBoth;
  EXPECT_EQ(NetworkOptions::FromJson(options.ToJson()).ToJson(), options.ToJson());
  Json json = options.ToJson();
  json["fusion_dim"] = 100'000;
  EXPECT_F4S_ERROR(static_cast<void>(NetworkOptions::FromJson(json)), ErrorKind::kBadInput, "model.network");
  json = options.ToJson();
  json["colour"] = "blue";
  EXPECT_F4S_ERROR(static_cast<void>(NetworkOptions::FromJson(json)), ErrorKind::kBadInput, "model.network");
  options.fusion.heads = 5;
  EXPECT_F4S_ERROR(static_cast<void>(options.Resolved()), ErrorKind::kConfig, "network.shape");
}

TEST(FusionNet, TakesTwoToFourModalitiesOfAnySize) {
  const torch::NoGradGuard no_grad;
  for (const char* residual : {"none", "mean", "maximum"}) {
    FusionNet net = Fusion(residual, 4);
    Shake(*net);
    for (const auto& [m, h, w] :
         {std::array<int64_t, 3>{2, 1, 1}, {2, 2, 3}, {3, 17, 31}, {4, 24, 24}, {1, 5, 1}}) {
      const FusionOutput out = net->forward(Images({2, m, h, w}));
      EXPECT_EQ(out.fused.sizes(), (torch::IntArrayRef{2, 1, h, w})) << residual;
      EXPECT_GE(out.fused.min().item<float>(), 0);
      EXPECT_LE(out.fused.max().item<float>(), 1);
      EXPECT_EQ(out.modalities.base.size(1), m);
      EXPECT_EQ(net->Reconstruct(out.modalities, h, w).sizes(), (torch::IntArrayRef{2, m, h, w}));
    }
  }
}

TEST(FusionNet, StartsFromItsResidual) {
  const torch::NoGradGuard no_grad;
  const Tensor images = Images({2, 3, 15, 20});
  EXPECT_TRUE(torch::allclose(Fusion("mean", 3)->forward(images).fused, images.mean(1, true), 0, 1e-6));
  EXPECT_TRUE(torch::equal(Fusion("maximum", 3)->forward(images).fused, images.amax(1, true)));
}

TEST(FusionNet, KeepsBlackBackgroundBlack) {
  const torch::NoGradGuard no_grad;
  FusionNet net = Fusion("mean", 2);
  Shake(*net);
  Tensor images = Images({1, 2, 16, 16});
  images.narrow(2, 0, 5).zero_();
  const Tensor fused = net->forward(images).fused;
  EXPECT_EQ(fused.narrow(2, 0, 5).abs().max().item<float>(), 0);
  EXPECT_GT(fused.narrow(2, 5, 11).max().item<float>(), 0);
}

TEST(FusionNet, KnowsModalitiesByTheirSlotNotTheirPlace) {
  const torch::NoGradGuard no_grad;
  FusionNet net = Fusion("mean", 4);
  Shake(*net);
  net->to(torch::kFloat64);
  const Tensor images = Pattern({1, 3, 16, 18});
  const Tensor order = torch::tensor({2, 0, 1}, torch::kInt64);
  const Tensor fused = net->forward(images, {3, 0, 2}).fused;
  const Tensor reordered = net->forward(images.index_select(1, order), {2, 3, 0}).fused;
  EXPECT_TRUE(torch::allclose(fused, reordered, 0, 1e-10));
  EXPECT_FALSE(torch::allclose(fused, net->forward(images, {0, 1, 2}).fused, 0, 1e-4));
}

TEST(FusionNet, RefusesSlotsThatDoNotFit) {
  FusionNet net = Fusion("mean", 2);
  const Tensor images = Images({1, 2, 8, 8});
  for (const std::vector<int64_t>& slots : {std::vector<int64_t>{0, 0}, {0, 2}, {-1, 0}, {0}})
    EXPECT_F4S_ERROR(net->forward(images, slots), ErrorKind::kBadInput, "model.modalities");
  EXPECT_F4S_ERROR(net->forward(Images({1, 3, 8, 8})), ErrorKind::kBadInput, "model.modalities");
  EXPECT_F4S_ERROR(net->forward(images[0]), ErrorKind::kBadInput, "model.modalities");
}

TEST(FusionNet, HasTheRightGradient) {
  for (const char* residual : {"none", "mean"}) {
    FusionNet net = Fusion(residual, 3);
    std::vector<Tensor> inputs = Perturbed(*net);
    if (std::string(residual) == "mean") {  // within the clamp, where the gradient is a difference's limit
      const torch::NoGradGuard no_grad;
      net->named_parameters()["mix_output.weight"].mul_(0.02);
      const Tensor fused = net->forward(Pattern({1, 3, 7, 6}) * 0.4 + 0.2).fused;
      ASSERT_GT(fused.min().item<double>(), 0.01);
      ASSERT_LT(fused.max().item<double>(), 0.99);
    }
    const Tensor images = Pattern({1, 3, 7, 6}) * 0.4 + 0.2;
    inputs.push_back(images);
    const auto all = [&] {
      const FusionOutput out = net->forward(images);
      return torch::cat({out.fused.flatten(), net->Reconstruct(out.modalities, 7, 6).flatten()});
    };
    ExpectGradients(all, inputs, {.step = 1e-7, .tolerance = 1e-5, .places = 6});
  }
}

TEST(SegmentationNet, TakesAnySize) {
  const torch::NoGradGuard no_grad;
  SegmentationNet net(OfProfile("tiny").segmentation, 3, 4);
  Initialise(*net, 1);
  for (const auto& [h, w] : {std::pair<int64_t, int64_t>{1, 1}, {5, 40}, {33, 47}, {64, 64}})
    EXPECT_EQ(net(Images({2, 3, h, w})).sizes(), (torch::IntArrayRef{2, 4, h, w}));
  EXPECT_F4S_ERROR(net(Images({2, 2, 8, 8})), ErrorKind::kBadInput, "model.channels");
}

TEST(SegmentationNet, HasTheRightGradient) {
  SegmentationNet net(SegmentationNetOptions{4, 1, 8, 2, 1, AdapterConv::kDepthwise, {}, {}}, 2, 3);
  Initialise(*net, 1);
  std::vector<Tensor> inputs = Perturbed(*net);
  const Tensor images = Pattern({2, 2, 7, 9});
  inputs.push_back(images);
  ExpectGradients([&] { return net(images); }, inputs, {.step = 1e-7, .tolerance = 1e-5, .places = 6});
}

TEST(Network, FeedsTheSegmenterWhatItTakes) {
  NetworkOptions options;
  options.input = NetworkInput::kBoth;
  const Network network(options, 3, 4, true);
  const Tensor images = Images({2, 2, 6, 6}), fused = Images({2, 1, 6, 6});
  const Tensor input = network->SegmentationInput(images, {2, 0}, fused);
  ASSERT_EQ(input.sizes(), (torch::IntArrayRef{2, 4, 6, 6}));
  EXPECT_TRUE(torch::equal(input.select(1, 0), fused.select(1, 0)));
  EXPECT_TRUE(torch::equal(input.select(1, 1), images.select(1, 1)));
  EXPECT_EQ(input.select(1, 2).abs().max().item<float>(), 0);  // the slot without an image
  EXPECT_TRUE(torch::equal(input.select(1, 3), images.select(1, 0)));
}

NetworkOptions OfInput(const std::string& input) {
  NetworkOptions options;
  Set(options, "input", input);
  return options;
}

TEST(Network, FeedsTheSegmenterMergedFeatures) {
  Network network(OfInput("features"), 3, 4, true);
  Initialise(*network, 1);
  const Tensor images = Images({2, 2, 13, 10});
  const FusionOutput output = network->fusion(images, std::vector<int64_t>{2, 0});
  const Tensor input = network->SegmentationInput(images, {2, 0}, output);
  ASSERT_EQ(input.sizes(), (torch::IntArrayRef{2, 16, 13, 10}));
  const auto corner = [](const Tensor& x) { return x.select(2, 0).select(2, 0); };
  EXPECT_TRUE(torch::allclose(corner(input), corner(output.reduced), 0, 1e-6));
  EXPECT_FALSE(network->SegmentationInput(images, {2, 0}, output.Detached()).requires_grad());
  network->segmentation(input).sum().backward();
  const auto weights = network->named_parameters();
  EXPECT_TRUE(weights["fusion.encoder.embed.weight"].grad().defined());
  EXPECT_TRUE(weights["fusion.decoder.reduce.weight"].grad().defined());
  EXPECT_FALSE(weights["fusion.decoder.narrow.weight"].grad().defined());  // no image in between
  EXPECT_F4S_ERROR(static_cast<void>(network->SegmentationInput(images, {2, 0}, output.fused)),
                   ErrorKind::kConfig, "network.input");
  EXPECT_F4S_ERROR(Network(OfInput("features"), 3, 4, false), ErrorKind::kConfig, "network.input");
}

TEST(Network, FeedsTheSegmenterEachModalitysFeatures) {
  Network network(OfInput("concatenated"), 3, 4, true);
  Initialise(*network, 1);
  const Tensor images = Images({2, 2, 13, 10});
  const FusionOutput output = network->fusion(images, std::vector<int64_t>{2, 0});
  const Tensor input = network->SegmentationInput(images, {2, 0}, output);
  ASSERT_EQ(input.sizes(), (torch::IntArrayRef{2, 3 * 32, 13, 10}));
  EXPECT_EQ(network->segmentation(input).sizes(), (torch::IntArrayRef{2, 4, 13, 10}));
  EXPECT_EQ(input.narrow(1, 32, 32).abs().max().item<float>(), 0);  // the slot without an image
  const auto corner = [](const Tensor& x) { return x.select(2, 0).select(2, 0); };
  EXPECT_TRUE(
      torch::allclose(corner(input.narrow(1, 0, 16)), corner(output.modalities.base.select(1, 1)), 0, 1e-6));
  EXPECT_TRUE(torch::allclose(corner(input.narrow(1, 80, 16)), corner(output.modalities.detail.select(1, 0)),
                              0, 1e-6));
  const Tensor detached = network->SegmentationInput(images, {2, 0}, output.Detached());
  EXPECT_TRUE(torch::equal(detached, input));
  EXPECT_FALSE(detached.requires_grad());
  EXPECT_TRUE(input.requires_grad());
}

TEST(Network, FeedsTheSegmenterTheSameImagesFromTheWholeOutput) {
  const torch::NoGradGuard no_grad;
  for (const char* kind : {"fused", "images", "both"}) {
    Network network(OfInput(kind), 3, 4, true);
    const Tensor images = Images({1, 2, 6, 6});
    const FusionOutput output = network->fusion(images);
    EXPECT_TRUE(torch::equal(network->SegmentationInput(images, {}, output),
                             network->SegmentationInput(images, {}, output.fused)));
  }
}

class Threads : public testing::TestWithParam<const char*> {};

TEST_P(Threads, EachGetTheSameBits) {
  Network network(OfProfile(GetParam()), 2, 4, true);
  Initialise(*network, 1);
  Shake(*network);
  const Tensor images = Images({1, 2, 128, 120});
  ExpectSameBitsOnThreads(
      [&] { return network->segmentation->forward(network->fusion->forward(images).fused); });
}

TEST_P(Threads, WithinTheNetworkChangeRoundingOnly) {
  const torch::NoGradGuard no_grad;
  Network network(OfProfile(GetParam()), 2, 4, true);
  Initialise(*network, 1);
  const Tensor images = Images({1, 2, 64, 56});
  const auto fused = [&](int threads) {
    at::set_num_threads(threads);
    return network->fusion->forward(images).fused;
  };
  const Tensor one = fused(1), two = fused(2);
  at::set_num_threads(1);
  EXPECT_LT((one - two).abs().max().item<double>(), 1e-5);
}

INSTANTIATE_TEST_SUITE_P(Profiles, Threads, testing::Values("tiny", "small"));

}  // namespace
}  // namespace f4s

// The invertible fusion network: its size, its inverse, its start, its background.

#include "libfuse4seg/nn/fusion/fusion_inn.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <utility>

#include "libfuse4seg/nn/network.h"
#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kPromised = 1e-4;  // of full scale, of the inverse in float32

FusionNetOptions Ours(const std::string& profile = "tiny") {
  NetworkOptions options;
  options.profile = profile;
  options.fusion.fuser = FuserKind::kInn;
  return options.Resolved().fusion;
}

FusionNetOptions PublishedOptions() {
  FusionNetOptions options = Ours();
  options.inn_mixing = InnMixing::kPermutation;
  options.inn_subnet = InnSubnet::kRelu;
  options.inn_output = InnOutput::kSigmoid;
  return options;
}

FusionInn Net(const FusionNetOptions& options, int64_t slots, uint64_t seed = 1) {
  FusionInn net(options, slots);
  Initialise(*net, seed);
  return net;
}

Tensor InnImages(std::vector<int64_t> sizes) { return Pattern(sizes).to(torch::kFloat32); }

/// Smooth shapes on a dark ground, of each slot its own, in 0..1.
Tensor Anatomy(int64_t n, int64_t slots, int64_t side) {
  const Tensor at = torch::arange(side, torch::kFloat32) / static_cast<double>(side);
  std::vector<Tensor> planes;
  for (int64_t i = 0; i < n * slots; ++i) {
    const double k = 3 + static_cast<double>(i);
    planes.push_back(torch::sin(k * at).view({side, 1}) * torch::cos(k * at + 0.5));
  }
  return torch::stack(planes).view({n, slots, side, side}).clamp_min(0);
}

/// After some steps at the method's own rate, towards the maximum and to be taken apart with any latent
/// planes.
FusionInn TrainedInn(const FusionNetOptions& options, int64_t slots) {
  FusionInn net = Net(options, slots);
  const torch::AutoGradMode gradients(true);
  const Tensor images = Anatomy(2, slots, 16), noise = InnImages({2, slots - 1, 16, 16}) * 4 - 2;
  net->InitialiseFrom(images);
  torch::optim::Adam adam(net->parameters(), 2e-3);
  for (int i = 0; i < 25; ++i) {
    adam.zero_grad();
    const FusionOutput out = net->forward(images);
    const Tensor apart = net->Decompose(out.fused, noise);
    ((out.fused - images.amax(1, true)).square().mean() + (apart - images).square().mean()).backward();
    adam.step();
  }
  return net;
}

TEST(FusionInn, HasThePublishedWeights) {
  EXPECT_EQ(NumParameters(*Net(PublishedOptions(), 2)), 17564);
  EXPECT_EQ(NumParameters(*Net(Ours(), 2)), 17564);
  EXPECT_GT(NumParameters(*Net(Ours("base"), 2)), 2 * NumParameters(*Net(Ours("small"), 2)));
}

/// There and back, as it is and with what storing F at 8 bits took added again.
void ExpectBack(FusionInn& net, const Tensor& images) {
  const int64_t n = images.size(0), s = images.size(1), h = images.size(2), w = images.size(3);
  const FusionOutput out = net->forward(images);
  EXPECT_EQ(out.fused.sizes(), (torch::IntArrayRef{n, 1, h, w}));
  EXPECT_EQ(out.z.sizes(), (torch::IntArrayRef{n, s - 1, h + h % 2, w + w % 2}));
  EXPECT_GE(out.fused.min().item<float>(), 0);
  EXPECT_LE(out.fused.max().item<float>(), 1);
  const auto error = [&](const Tensor& y) {
    return (Crop(net->Inverse(y, out.z), h, w) - images).abs().max().item<double>();
  };
  EXPECT_LE(error(out.y), kPromised) << images.sizes();
  const Tensor raw = net->RawOf((out.fused * 255 + 0.5).floor() / 255);
  EXPECT_LE(error(raw + (out.y - raw)), kPromised) << images.sizes();
}

TEST(FusionInn, GivesTheImagesBack) {
  const torch::NoGradGuard no_grad;
  for (const auto& options : {Ours(), PublishedOptions(), Ours("small")})
    for (const int64_t s : {2, 3, 4})
      for (FusionInn net : {Net(options, s), TrainedInn(options, s)})
        for (const auto& [h, w] : {std::pair<int64_t, int64_t>{1, 1}, {24, 24}, {17, 32}, {15, 15}, {1, 7}})
          ExpectBack(net, InnImages({2, s, h, w}));
}

TEST(FusionInn, InferenceGivesThemBackToo) {
  FusionInn net = TrainedInn(Ours(), 3);
  const c10::InferenceMode inference;
  const Tensor images = InnImages({1, 3, 19, 22});
  const FusionOutput out = net->forward(images);
  EXPECT_LE((Crop(net->Inverse(out.y, out.z), 19, 22) - images).abs().max().item<double>(), kPromised);
}

TEST(FusionInn, StartsAsTheMean) {
  const torch::NoGradGuard no_grad;
  for (const int64_t s : {2, 3, 4}) {
    FusionInn net = Net(Ours(), s);
    const Tensor images = InnImages({3, s, 15, 20});
    EXPECT_TRUE(torch::allclose(net->forward(images).fused, images.mean(1, true), 0, 1e-6));
    net->InitialiseFrom(images);
    const FusionOutput out = net->forward(images);
    EXPECT_TRUE(torch::allclose(out.fused, images.mean(1, true), 0, 1e-6));
    const Tensor z = Crop(out.z, 15, 20);
    EXPECT_LE(z.mean({0, 2, 3}).abs().max().item<double>(), 1e-5);
    EXPECT_NEAR(z.square().mean().item<double>(), 1, 1e-4);
  }
}

TEST(FusionInn, KeepsBlackBackgroundBlackAndGivesItBack) {
  const torch::NoGradGuard no_grad;
  FusionInn net = TrainedInn(Ours(), 2);
  Tensor images = InnImages({1, 2, 16, 16});
  images.narrow(2, 0, 5).zero_();
  const FusionOutput out = net->forward(images);
  EXPECT_EQ(out.fused.narrow(2, 0, 5).abs().max().item<float>(), 0);
  EXPECT_GT(out.fused.narrow(2, 5, 11).max().item<float>(), 0);
  EXPECT_GT(out.y.narrow(2, 0, 5).abs().max().item<float>(), 0) << "else there is nothing to keep";
  EXPECT_LE((net->Inverse(out.y, out.z) - images).abs().max().item<double>(), kPromised);
  const Tensor apart = net->Decompose(out.fused, out.z);
  EXPECT_EQ(apart.sizes(), images.sizes());
  EXPECT_EQ(apart.narrow(2, 0, 5).abs().max().item<float>(), 0);
}

TEST(FusionInn, StoredZeroSaysThatNothingIsThere) {
  const torch::NoGradGuard no_grad;
  FusionInn net = TrainedInn(Ours(), 2);
  Tensor images = InnImages({1, 2, 16, 16}) * 1e-3;  // so dark that it would be stored as 0
  images.narrow(3, 0, 4).zero_();
  const FusionOutput out = net->forward(images);
  const Tensor stored = (out.fused * 255 + 0.5).floor();
  EXPECT_TRUE(stored.gt(0).equal(images.amax(1, true).gt(0)));
  EXPECT_LE((net->Inverse(out.y, out.z) - images).abs().max().item<double>(), kPromised);
  // A sigmoid comes to 0 where there is much to see, so that 0 says nothing.
  FusionInn published = Net(PublishedOptions(), 2);
  const Tensor black = torch::zeros({1, 1, 16, 16});
  EXPECT_GT(published->Decompose(black, out.z).abs().min().item<float>(), 0);
  EXPECT_EQ(net->Decompose(black, out.z).abs().max().item<float>(), 0);
}

TEST(FusionInn, TakesItsFirstBatchOnceAndMindsNoConstant) {
  const torch::NoGradGuard no_grad;
  FusionInn net = Net(Ours(), 2);
  Tensor images = InnImages({2, 2, 12, 12});
  images.select(1, 1).copy_(images.select(1, 0));  // the difference is constant
  net->InitialiseFrom(images);
  const Tensor before = torch::cat(net->parameters()[0].flatten());
  for (const Tensor& weight : net->parameters()) EXPECT_TRUE(torch::isfinite(weight).all().item<bool>());
  const FusionOutput out = net->forward(images);
  EXPECT_LE((net->Inverse(out.y, out.z) - images).abs().max().item<double>(), kPromised);
  net->InitialiseFrom(InnImages({2, 2, 8, 8}));
  EXPECT_TRUE(before.equal(net->parameters()[0].flatten()));
  FusionInn black = Net(Ours(), 2);
  black->InitialiseFrom(torch::zeros({1, 2, 8, 8}));
  EXPECT_TRUE(torch::isfinite(black->forward(images).y).all().item<bool>());
}

TEST(FusionInn, TakesAllItsModalitiesInAnyOrder) {
  const torch::NoGradGuard no_grad;
  FusionInn net = TrainedInn(Ours(), 3);
  const Tensor images = InnImages({1, 3, 8, 8});
  const Tensor reordered = images.index_select(1, torch::tensor({2, 0, 1}, torch::kInt64));
  EXPECT_TRUE(net->forward(images).fused.equal(net->forward(reordered, {2, 0, 1}).fused));
  EXPECT_FALSE(net->forward(images).fused.equal(net->forward(reordered).fused));
  for (const std::vector<int64_t>& slots : {std::vector<int64_t>{0, 1}, {0, 1, 1}, {0, 1, 3}})
    EXPECT_F4S_ERROR(net->forward(images, slots), ErrorKind::kBadInput, "model.modalities");
  EXPECT_F4S_ERROR(net->forward(images.narrow(1, 0, 2)), ErrorKind::kBadInput, "model.modalities");
  EXPECT_F4S_ERROR(FusionInn(Ours(), 1), ErrorKind::kConfig, "network.fuser");
  EXPECT_F4S_ERROR(static_cast<void>(net->Inverse(images.narrow(1, 0, 1), images)), ErrorKind::kBadInput,
                   "model.latent");
}

TEST(FusionInn, DrawsItsOrdersFromTheSeed) {
  const auto order = [](uint64_t seed) {
    return Net(PublishedOptions(), 4, seed)->named_buffers()["permutations.0.order"];
  };
  EXPECT_TRUE(order(1).equal(order(1)));
  EXPECT_FALSE(order(1).equal(order(2)));
  EXPECT_TRUE(std::get<0>(order(3).sort()).equal(torch::arange(16)));
}

TEST(FusionInn, RefusesAnOrderThatIsNone) {
  FusionInn net = Net(Ours(), 2);
  net->named_buffers()["permutations.0.order"].fill_(0);
  EXPECT_F4S_ERROR(net->forward(InnImages({1, 2, 4, 4})), ErrorKind::kBadInput, "model.weights");
}

TEST(FusionInn, HasTheRightGradient) {
  FusionInn net = Net(Ours(), 3);
  std::vector<Tensor> inputs = Perturbed(*net);
  for (Tensor& weight : inputs) weight.detach().mul_(0.5);
  const Tensor images = Pattern({1, 3, 6, 5}) * 0.3 + 0.3, noise = Pattern({1, 2, 6, 6}, 4) - 0.5;
  inputs.push_back(images);
  const auto all = [&] {
    const FusionOutput out = net->forward(images);
    return torch::cat({out.y.flatten(), out.z.flatten(), net->Decompose(out.y.sigmoid(), noise).flatten()});
  };
  ExpectGradients(all, inputs, {.step = 1e-7, .tolerance = 1e-5, .places = 6});
}

TEST(FusionInn, IsBuiltByItsNameAndOldModelsAreTheOtherKind) {
  ModelDescription description;
  description.gives = {"fused"};
  description.modalities = {{"a"}, {"b"}};
  EXPECT_FALSE(BuildNetwork(description)->fusion->inverts());
  const Tensor x = InnImages({1, 1, 4, 4});
  EXPECT_F4S_ERROR(static_cast<void>(BuildNetwork(description)->fusion->Inverse(x, x)), ErrorKind::kBadInput,
                   "model.inverse");
  description.network = {{"fuser", "inn"}};
  EXPECT_TRUE(BuildNetwork(description)->fusion->inverts());
  EXPECT_EQ(BuildNetwork(description)->multiple_of(), 2);
  description.network = {{"fuser", "inn"}, {"input", "features"}};
  description.gives = {"fused", "prediction"};
  EXPECT_F4S_ERROR(static_cast<void>(BuildNetwork(description)), ErrorKind::kBadInput, "model.network");
}

}  // namespace
}  // namespace f4s

// The network with an encoder for each modality: its merging by hand, missing modalities, energies.

#include "libfuse4seg/nn/segmentation/csad_net.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "libfuse4seg/nn/network.h"
#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"
#include "tests/support/on_threads.h"
#include "tests/support/set_option.h"

namespace f4s {
namespace {

using torch::Tensor;

SegmentationNetOptions CsadOptions(int64_t width, int64_t levels, const std::string& merge = "correlated") {
  SegmentationNetOptions options;
  options.width = width;
  options.levels = levels;
  options.segmenter = SegmenterKind::kCsad;
  Set(options, "segmentation_merge", merge);
  return options;
}

CsadNet MadeCsad(int64_t modalities, const std::string& merge = "correlated") {
  CsadNet net(CsadOptions(2, 3, merge), modalities, 3);
  Initialise(*net, 1);
  return net;
}

/// Weights of order 1 / fan in, in double, and features of several modalities for them.
CorrelatedFusion Merger(int64_t modalities, int64_t channels) {
  CorrelatedFusion merger(modalities, channels);
  Initialise(*merger, 1);
  Perturbed(*merger);
  return merger;
}
std::vector<Tensor> SomeFeatures(int64_t modalities, int64_t channels) {
  std::vector<Tensor> features;
  for (int64_t m = 0; m < modalities; ++m)
    features.push_back(Pattern({2, channels, 5, 4}, static_cast<double>(m)) * 4 - 2);
  return features;
}
Tensor Convolved(torch::nn::Module& module, const std::string& name, const Tensor& x) {
  const auto weights = module.named_parameters();
  const Tensor& kernel = weights[name + ".weight"];
  return torch::conv2d(x, kernel, weights[name + ".bias"], 1, kernel.size(2) / 2);
}

TEST(CorrelatedFusion, OfTwoIsOneGate) {
  CorrelatedFusion merger = Merger(2, 3);
  const std::vector<Tensor> features = SomeFeatures(2, 3);
  const Tensor a = Convolved(*merger, "own.0", features[0]), b = Convolved(*merger, "own.1", features[1]);
  const Tensor g = torch::sigmoid(Convolved(*merger, "gate.0", a * b));
  const Tensor wanted = g * a + (1 - g) * b + Convolved(*merger, "together", torch::cat({a, b}, 1));
  EXPECT_GT((g - 0.5).abs().max().item<double>(), 0.05) << "a gate that is shut or open says more";
  EXPECT_TRUE(torch::allclose(merger(features), wanted, 0, 1e-12));
}

TEST(CorrelatedFusion, OfFourRatesEachPair) {
  CorrelatedFusion merger = Merger(4, 2);
  const std::vector<Tensor> own = SomeFeatures(4, 2), gates = merger->Gates(own);
  EXPECT_TRUE(torch::allclose(gates[0] + gates[1] + gates[2] + gates[3], torch::ones_like(own[0]), 0, 1e-12));
  // r_m = sum over n of c_mn / 4; pairs in the order 01 02 03 12 13 23.
  const auto c = [&](int pair, size_t m, size_t n) {
    return Convolved(*merger, "gate." + std::to_string(pair), own[m] * own[n]);
  };
  const Tensor r1 = (-c(0, 0, 1) + c(3, 1, 2) + c(4, 1, 3)) / 4,
               r3 = (-c(2, 0, 3) - c(4, 1, 3) - c(5, 2, 3)) / 4;
  EXPECT_TRUE(torch::allclose((gates[1] / gates[3]).log(), r1 - r3, 0, 1e-10));
}

TEST(CorrelatedFusion, LeavesOutWhatIsNotThere) {
  CorrelatedFusion three = Merger(3, 2);
  std::vector<Tensor> own = SomeFeatures(3, 2);
  own[1] = Tensor();
  const std::vector<Tensor> gates = three->Gates(own);
  EXPECT_FALSE(gates[1].defined());
  const Tensor g = torch::sigmoid(Convolved(*three, "gate.1", own[0] * own[2]));
  EXPECT_TRUE(torch::allclose(gates[0], g, 0, 1e-12)) << "as if there were two";
  // One alone passes with what the other convolution makes of it.
  own[2] = Tensor();
  const Tensor a = Convolved(*three, "own.0", own[0]);
  const Tensor nothing = torch::zeros_like(a);
  EXPECT_TRUE(torch::allclose(
      three(own), a + Convolved(*three, "together", torch::cat({a, nothing, nothing}, 1)), 0, 1e-12));
}

TEST(CorrelatedFusion, HasTheRightGradient) {
  CorrelatedFusion merger = Merger(3, 2);
  std::vector<Tensor> inputs = merger->parameters(), features = SomeFeatures(3, 2);
  inputs.insert(inputs.end(), features.begin(), features.end());
  ExpectGradients([&] { return merger(features); }, inputs, {.places = 5});
}

TEST(CsadNet, TakesAnySizeAndSupervisesAllButTheLowestLevel) {
  const torch::NoGradGuard no_grad;
  for (const char* merge : {"correlated", "concatenated"}) {
    CsadNet net = MadeCsad(3, merge);
    for (const auto& [h, w] : {std::pair<int64_t, int64_t>{1, 1}, {5, 40}, {33, 47}}) {
      const Tensor input = Pattern({2, 3, h, w}).to(torch::kFloat32);
      std::vector<Tensor> energies;
      const std::vector<Tensor> all = net->AllLogits(input, &energies);
      ASSERT_EQ(all.size(), 2);
      EXPECT_EQ(all[0].sizes(), (torch::IntArrayRef{2, 3, h, w}));
      EXPECT_EQ(all[1].sizes(), (torch::IntArrayRef{2, 3, (h + 1) / 2, (w + 1) / 2}));
      EXPECT_TRUE(torch::equal(net(input), all[0]));
      ASSERT_EQ(static_cast<int64_t>(energies.size()), net->num_energies());
      EXPECT_EQ(energies[0].size(1), 3);
      EXPECT_EQ(energies[3].size(2) * 8, energies[0].size(2));
    }
  }
  EXPECT_F4S_ERROR(MadeCsad(2)(Pattern({2, 3, 8, 8})), ErrorKind::kBadInput, "model.channels");
  EXPECT_F4S_ERROR(MadeCsad(1), ErrorKind::kConfig, "network.modalities");
}

TEST(CsadNet, EnergyIsTheMeanSquareOfEachPixel) {
  const Tensor features = torch::tensor({1.0, 2.0, 3.0, -4.0}, torch::kFloat64).view({1, 2, 1, 2});
  EXPECT_TRUE(torch::equal(EnergyOf(features), torch::tensor({5.0, 10.0}, torch::kFloat64).view({1, 1, 2})));
}

TEST(CsadNet, IgnoresWhatIsNotThere) {
  const torch::NoGradGuard no_grad;
  for (const char* merge : {"correlated", "concatenated"}) {
    CsadNet net = MadeCsad(3, merge);
    const Tensor a = Pattern({1, 3, 16, 16}).to(torch::kFloat32);
    Tensor b = a.clone();
    b.select(1, 1).fill_(0.7);
    EXPECT_TRUE(torch::equal(net->forward(a, {0, 2}), net->forward(b, {0, 2}))) << merge;
    EXPECT_FALSE(torch::equal(net(a), net(b))) << merge;
    EXPECT_FALSE(torch::equal(net->forward(a, {0, 2}), net(a))) << merge;
    EXPECT_TRUE(torch::equal(net->forward(a, {2, 0, 1}), net(a))) << merge;
  }
}

TEST(CsadNet, HasTheRightGradient) {
  CsadNet net = MadeCsad(2);
  std::vector<Tensor> inputs = Perturbed(*net);
  const Tensor images = Pattern({2, 2, 11, 13});
  inputs.push_back(images);
  const auto all = [&] {
    std::vector<Tensor> energies, flat;
    for (const Tensor& logits : net->AllLogits(images, &energies)) flat.push_back(logits.flatten());
    for (const Tensor& energy : energies) flat.push_back(energy.flatten());
    return torch::cat(flat);
  };
  ExpectGradients(all, inputs, {.step = 1e-7, .tolerance = 1e-4, .places = 3});
}

TEST(CsadNet, GivesTheSameBitsOnEachThread) {
  CsadNet net = MadeCsad(2);
  const Tensor images = Pattern({1, 2, 90, 77}).to(torch::kFloat32);
  ExpectSameBitsOnThreads([&] { return net(images); });
}

TEST(CsadNet, IsAsWideAsTheUNetAndSeesImagesAlone) {
  NetworkOptions options;
  options.profile = "small";
  options.input = NetworkInput::kImages;
  options.segmentation.segmenter = SegmenterKind::kUnet;
  const NetworkOptions unet = options.Resolved();
  options.segmentation.segmenter = SegmenterKind::kCsad;
  const NetworkOptions csad = options.Resolved();
  EXPECT_EQ(csad.segmentation.width, unet.segmentation.width);
  EXPECT_EQ(csad.segmentation.levels, unet.segmentation.levels);
  EXPECT_EQ(NetworkOptions::FromJson(csad.ToJson()).ToJson(), csad.ToJson());
  Json older = csad.ToJson();
  older.erase("segmentation_merge");
  EXPECT_EQ(NetworkOptions::FromJson(older).segmentation.merge, CsadMerge::kCorrelated);
  for (const char* input : {"fused", "both", "features"}) {
    Set(options, "input", input);
    EXPECT_F4S_ERROR(static_cast<void>(options.Resolved()), ErrorKind::kConfig, "network.input");
  }
}

}  // namespace
}  // namespace f4s

// The U-Net: its recipe, any size, deep supervision, model files.

#include "libfuse4seg/nn/segmentation/unet.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "libfuse4seg/nn/model_bundle.h"
#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"
#include "tests/support/on_threads.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

using torch::Tensor;

SegmentationNetOptions UnetOptions(int64_t width, int64_t levels) {
  SegmentationNetOptions options;
  options.width = width;
  options.levels = levels;
  options.segmenter = SegmenterKind::kUnet;
  return options;
}

UNet MadeUnet(int64_t width, int64_t levels, int64_t channels, int64_t classes, int64_t patch = 1) {
  SegmentationNetOptions options = UnetOptions(width, levels);
  options.patch = patch;
  UNet net(options, channels, classes);
  Initialise(*net, 1);
  return net;
}

NetworkOptions UnetOfProfile(const std::string& profile) {
  NetworkOptions options;
  options.profile = profile;
  options.segmentation.segmenter = SegmenterKind::kUnet;
  return options.Resolved();
}

/// Of two convolutions with biases and two normalisations.
int64_t StageWeights(int64_t in, int64_t out) { return 9 * in * out + 9 * out * out + 2 * out + 4 * out; }

TEST(UNet, HasTheWeightsOfItsRecipe) {
  // 2 and 4 channels, and 8 at the bottom; heads at full resolution alone, for the next is the lowest.
  const int64_t wanted = StageWeights(3, 2) + StageWeights(2, 4) + StageWeights(4, 8) + (8 * 4 * 4 + 4) +
                         StageWeights(8, 4) + (4 * 2 * 4 + 2) + StageWeights(4, 2) + (2 * 5 + 5);
  EXPECT_EQ(NumParameters(*MadeUnet(2, 2, 3, 5)), wanted);
  const auto weights = [](const char* profile) {
    return NumParameters(*BuildSegmentationNet(UnetOfProfile(profile).segmentation, 1, 4));
  };
  EXPECT_LT(weights("tiny"), 600'000);
  EXPECT_GT(weights("small"), 5'000'000);
  EXPECT_LT(weights("small"), 9'000'000);
  // nnU-Net stops at 512 channels.
  EXPECT_EQ(MadeUnet(256, 2, 1, 2)->named_parameters()["down.2.conv2.weight"].size(0), 512);
}

TEST(UNet, TakesAnySizeAndSupervisesAllButTheLowestLevel) {
  const torch::NoGradGuard no_grad;
  UNet net = MadeUnet(2, 4, 3, 4);
  for (const auto& [h, w] : {std::pair<int64_t, int64_t>{1, 1}, {5, 40}, {33, 47}, {64, 64}}) {
    const Tensor input = Pattern({2, 3, h, w}).to(torch::kFloat32);
    const std::vector<Tensor> all = net->AllLogits(input);
    ASSERT_EQ(all.size(), 3);
    for (size_t i = 0; i < all.size(); ++i) {
      const int64_t cell = int64_t{1} << i;
      EXPECT_EQ(all[i].sizes(), (torch::IntArrayRef{2, 4, (h + cell - 1) / cell, (w + cell - 1) / cell}));
    }
    EXPECT_TRUE(torch::equal(net(input), all[0]));
  }
  EXPECT_EQ(MadeUnet(2, 1, 3, 4)->AllLogits(Pattern({1, 3, 8, 8}).to(torch::kFloat32)).size(), 1);
  EXPECT_F4S_ERROR(net(Pattern({2, 2, 8, 8})), ErrorKind::kBadInput, "model.channels");
}

TEST(UNet, OnPatchesIsTheUNetOfTheirPixelsAsChannels) {
  const torch::NoGradGuard no_grad;
  UNet net = MadeUnet(2, 2, 3, 4, 2), plain = MadeUnet(2, 2, 12, 16);
  EXPECT_EQ(net->multiple_of(), 8);
  // The head of pixels gives 4 classes of each of 4 pixels; the second those of the patch.
  for (const auto& named : plain->named_parameters()) {
    Tensor weights = named.value();
    weights.copy_(net->named_parameters()[named.key()]);
  }
  const Tensor x = Pattern({2, 3, 16, 24}).to(torch::kFloat32);
  EXPECT_TRUE(torch::equal(net(x), torch::pixel_shuffle(plain(torch::pixel_unshuffle(x, 2)), 2)));
  EXPECT_EQ(NumParameters(*net), NumParameters(*plain) + 2 * 4 + 4);
}

TEST(UNet, OnPatchesTakesAnySizeAndSupervisesWithinThem) {
  const torch::NoGradGuard no_grad;
  for (const int64_t patch : {2, 4}) {
    UNet net = MadeUnet(2, 3, 3, 4, patch);
    for (const auto& [h, w] : {std::pair<int64_t, int64_t>{1, 1}, {5, 40}, {33, 47}, {64, 64}}) {
      const std::vector<Tensor> all = net->AllLogits(Pattern({2, 3, h, w}).to(torch::kFloat32));
      ASSERT_EQ(all.size(), patch == 2 ? 3 : 4);
      for (size_t i = 0; i < all.size(); ++i) {
        const int64_t cell = int64_t{1} << i;
        EXPECT_EQ(all[i].sizes(), (torch::IntArrayRef{2, 4, (h + cell - 1) / cell, (w + cell - 1) / cell}));
      }
    }
  }
}

TEST(UNet, RefusesPatchesThatCannotBe) {
  NetworkOptions options = UnetOfProfile("tiny");
  for (const int64_t patch : {1, 2, 4}) {
    options.segmentation.patch = patch;
    EXPECT_NO_THROW(options.RequirePossible());
  }
  options.segmentation.patch = 3;
  EXPECT_F4S_ERROR(options.RequirePossible(), ErrorKind::kConfig, "network.shape");
  options.segmentation.patch = 2;
  options.segmentation.segmenter = SegmenterKind::kTransunet;
  EXPECT_F4S_ERROR(options.RequirePossible(), ErrorKind::kConfig, "network.shape");
}

class UNetGradients : public testing::TestWithParam<int64_t> {};

TEST_P(UNetGradients, AreRight) {
  UNet net = MadeUnet(2, 3, 2, 3, GetParam());
  std::vector<Tensor> inputs = Perturbed(*net);
  const Tensor images = Pattern({2, 2, 11, 13});
  inputs.push_back(images);
  const auto all = [&] {
    std::vector<Tensor> flat;
    for (const Tensor& logits : net->AllLogits(images)) flat.push_back(logits.flatten());
    return torch::cat(flat);
  };
  ExpectGradients(all, inputs, {.step = 1e-7, .tolerance = 1e-4, .places = 4});
}

INSTANTIATE_TEST_SUITE_P(Patches, UNetGradients, testing::Values(1, 2));

TEST(UNet, GivesTheSameBitsOnEachThread) {
  UNet net = MadeUnet(8, 4, 1, 4);
  const Tensor images = Pattern({1, 1, 90, 77}).to(torch::kFloat32);
  ExpectSameBitsOnThreads([&] { return net(images); });
}

TEST(InstanceNorm, NormalisesEachPlane) {
  InstanceNorm norm(3);
  norm->to(torch::kFloat64);
  const Tensor x = Pattern({2, 3, 4, 5}), y = norm(x);
  EXPECT_LT(y.mean({2, 3}).abs().max().item<double>(), 1e-12);
  const Tensor variance = (x - x.mean({2, 3}, true)).square().mean({2, 3}, true);
  EXPECT_TRUE(torch::allclose(y, (x - x.mean({2, 3}, true)) / (variance + 1e-5).sqrt(), 0, 1e-12));
  EXPECT_EQ(norm(torch::full({1, 3, 2, 2}, 7.0, torch::kFloat64)).abs().max().item<double>(), 0);
}

TEST(AnySegmentationNet, OfAModelIsTheKindThatItWasSavedWith) {
  const Scratch scratch;
  ModelDescription d;
  d.method = "fuse4seg";
  d.profile = "tiny";
  d.network = UnetOfProfile("tiny").ToJson();
  d.modalities = {{"t1ce"}, {"flair"}};
  d.takes = {"images"};
  d.gives = {"fused", "prediction"};
  d.classes = {{1, "tumour"}};
  d.spacing_mm = {1, 1};
  d.multiple_of = 16;
  Network network = BuildNetwork(d, 3);
  ASSERT_NE(network->segmentation->as<UNetImpl>(), nullptr);
  EXPECT_EQ(network->multiple_of(), 16);
  SaveModel(scratch / "model.safetensors", d, *network);
  LoadedModel loaded = LoadModel(scratch / "model.safetensors");
  const torch::NoGradGuard no_grad;
  const Tensor fused = Pattern({1, 1, 20, 20}).to(torch::kFloat32);
  EXPECT_TRUE(torch::equal(network->segmentation(fused), loaded.network->segmentation(fused)));
}

TEST(NetworkOptions, OfOlderModelsAreWhatTheyWereMadeWith) {
  Json json = NetworkOptions().Resolved().ToJson();
  json.erase("fusion_attention");
  json.erase("segmenter");
  const NetworkOptions options = NetworkOptions::FromJson(json).Resolved();
  EXPECT_EQ(options.fusion.attention, false);
  EXPECT_EQ(options.segmentation.segmenter, SegmenterKind::kTransunet);
}

}  // namespace
}  // namespace f4s

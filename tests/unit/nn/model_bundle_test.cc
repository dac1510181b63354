// Model files: there and back bit for bit; what is damaged, foreign or does not fit is refused.

#include "libfuse4seg/nn/model_bundle.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cstring>
#include <limits>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/safetensors.h"
#include "tests/support/expect_error.h"
#include "tests/support/gradcheck.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

using torch::Tensor;

ModelDescription Description() {
  ModelDescription d;
  d.method = "fuse4seg";
  d.profile = "tiny";
  d.network = NetworkOptions().Resolved().ToJson();
  d.modalities = {{"t1ce"}, {"flair"}};
  d.takes = {"images", "fused"};
  d.gives = {"fused", "prediction"};
  d.classes = {{1, "necrosis"}, {2, "oedema"}, {4, "enhancing"}};
  d.regions = {{"WT", {1, 2, 4}}};
  d.spacing_mm = {1, 1};
  d.multiple_of = 16;
  d.provenance = {{"seed", 3}};
  return d;
}

struct ModelBundle : testing::Test {
  Scratch scratch;
  std::filesystem::path file = scratch / "model.safetensors";
  ModelDescription description = Description();
  Network network = BuildNetwork(description, 3);

  void SetUp() override { SaveModel(file, description, *network); }

  /// Writes the model with some of it changed.
  void Rewrite(const std::function<void(std::map<std::string, TensorView>&,
                                        std::map<std::string, std::string>&)>& change) {
    const SafetensorsFile opened(file);
    auto tensors = opened.tensors();
    auto metadata = opened.metadata();
    change(tensors, metadata);
    WriteSafetensors(file, tensors, metadata);
  }
};

TEST_F(ModelBundle, ComesBackBitForBit) {
  const LoadedModel loaded = LoadModel(file);
  EXPECT_EQ(loaded.description, description);
  EXPECT_FALSE(loaded.network->is_training());
  const NamedTensors before = WeightsOf(*network), after = WeightsOf(*loaded.network);
  ASSERT_EQ(before.size(), after.size());
  for (const auto& [name, tensor] : before) {
    const Tensor& other = after.at(name);
    ASSERT_EQ(tensor.sizes(), other.sizes()) << name;
    EXPECT_EQ(std::memcmp(tensor.const_data_ptr(), other.const_data_ptr(), tensor.nbytes()), 0) << name;
  }
  const Tensor images = Pattern({1, 2, 20, 20}).to(torch::kFloat32);
  Network same = loaded.network;
  EXPECT_TRUE(torch::equal(network->fusion->forward(images).fused, same->fusion->forward(images).fused));
}

TEST_F(ModelBundle, SavesTheSameBytesAgain) {
  const std::string bytes = ReadFile(file);
  SaveModel(scratch / "again.safetensors", LoadModel(file).description, *LoadModel(file).network);
  EXPECT_EQ(ReadFile(scratch / "again.safetensors"), bytes);
}

TEST_F(ModelBundle, RefusesEveryTruncation) {
  const std::string bytes = ReadFile(file);
  for (size_t length = 0; length < bytes.size(); length += 1 + bytes.size() / 50) {
    WriteFileAtomically(file, bytes.substr(0, length));
    try {
      static_cast<void>(LoadModel(file));
      ADD_FAILURE() << "took " << length << " of " << bytes.size() << " bytes";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kBadInput) << error.Line();
      EXPECT_EQ(error.file(), file.string());
    }
  }
}

TEST_F(ModelBundle, RefusesWhatIsNoModel) {
  EXPECT_F4S_ERROR(static_cast<void>(LoadModel(scratch / "none")), ErrorKind::kMissingInput, "input.missing");
  Rewrite([](auto&, auto& metadata) { metadata.clear(); });
  EXPECT_F4S_ERROR(static_cast<void>(LoadModel(file)), ErrorKind::kBadInput, "model.format");
  Rewrite([](auto&, auto& metadata) { metadata = {{"format", "f4s.model/2"}, {"model", "{}"}}; });
  EXPECT_F4S_ERROR(static_cast<void>(LoadModel(file)), ErrorKind::kBadInput, "model.format");
  Rewrite([](auto&, auto& metadata) { metadata = {{"format", "f4s.model/1"}, {"model", "{\"method\":"}}; });
  EXPECT_F4S_ERROR(static_cast<void>(LoadModel(file)), ErrorKind::kBadInput, "model.json");
}

TEST_F(ModelBundle, RefusesANetworkThatCannotBe) {
  for (const auto& [key, value] : {std::pair<const char*, Json>{"fusion_dim", 1'000'000'000},
                                   {"fusion_dim", -1},
                                   {"segmentation_heads", 7},
                                   {"profile", "huge"},
                                   {"fusion_dim", "8"}}) {
    description.network = NetworkOptions().Resolved().ToJson();
    description.network[key] = value;
    Rewrite([&](auto&, auto& metadata) { metadata = description.ToMetadata(); });
    EXPECT_F4S_ERROR(static_cast<void>(LoadModel(file)), ErrorKind::kBadInput, "model.network");
  }
}

TEST_F(ModelBundle, ListsWhatDoesNotFit) {
  Rewrite([](auto& tensors, auto&) {
    auto node = tensors.extract("fusion.slot_embedding");
    node.key() = "fusion.other";
    tensors.insert(std::move(node));
    tensors.at("segmentation.head.bias").shape = {1, 4};
  });
  try {
    static_cast<void>(LoadModel(file));
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "model.weights");
    for (const char* word : {"1 missing: fusion.slot_embedding", "1 unexpected: fusion.other",
                             "1 of another shape or type: segmentation.head.bias"})
      EXPECT_NE(error.message().find(word), std::string::npos) << error.message();
  }
}

TEST_F(ModelBundle, RefusesWeightsThatAreNotFinite) {
  const float nan[] = {0, 0, std::numeric_limits<float>::quiet_NaN(), 0};
  Rewrite([&](auto& tensors, auto&) {
    tensors.at("segmentation.head.bias").bytes = std::as_bytes(std::span(nan));
  });
  EXPECT_F4S_ERROR(static_cast<void>(LoadModel(file)), ErrorKind::kBadInput, "model.not_finite");
  network->segmentation->named_parameters()["head.bias"].detach()[1] = std::numeric_limits<float>::infinity();
  EXPECT_F4S_ERROR(SaveModel(scratch / "bad", description, *network), ErrorKind::kInternal,
                   "model.not_finite");
  EXPECT_FALSE(std::filesystem::exists(scratch / "bad"));
}

TEST_F(ModelBundle, BeginsAnotherNetworkWithWhatMatches) {
  ModelDescription other = description;
  other.modalities = {{"t1"}, {"t2"}, {"flair"}};  // another slot embedding
  other.gives = {"fused"};                         // and no segmentation network
  Network target = BuildNetwork(other, 4);
  const PartialLoad done = SetMatchingWeights(*target, ReadTensors(file));
  EXPECT_EQ(done.mismatched, std::vector<std::string>{"fusion.slot_embedding"});
  EXPECT_TRUE(done.missing.empty());
  EXPECT_EQ(done.loaded.size() + 1, WeightsOf(*target).size());
  EXPECT_EQ(done.unexpected.size(), WeightsOf(*network->segmentation).size());
  const char* const name = "fusion.encoder.embed.weight";
  EXPECT_TRUE(torch::equal(WeightsOf(*target).at(name), WeightsOf(*network).at(name)));
  EXPECT_F4S_ERROR(SetMatchingWeights(*target, {{"x", torch::zeros({1})}}), ErrorKind::kBadInput,
                   "model.nothing_matches");
}

TEST_F(ModelBundle, LeavesTheNetworkAsItWasWhenItRefuses) {
  NamedTensors weights;
  for (const auto& [name, tensor] : WeightsOf(*network)) weights[name] = torch::ones_like(tensor);
  weights.erase("segmentation.head.bias");
  const Tensor before = WeightsOf(*network).at("fusion.encoder.embed.weight").clone();
  EXPECT_F4S_ERROR(SetWeights(*network, weights), ErrorKind::kBadInput, "model.weights");
  EXPECT_TRUE(torch::equal(WeightsOf(*network).at("fusion.encoder.embed.weight"), before));
}

}  // namespace
}  // namespace f4s

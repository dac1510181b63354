// Plans against LibTorch: every shipped model, and random weights of many shapes, on each kind of processor.

#include "tests/unit/infer/beside.h"

namespace f4s {
namespace {

constexpr std::array<std::pair<int, int>, 4> kSizes = {{{1, 1}, {5, 34}, {61, 47}, {96, 80}}};

TEST(Plan, GivesWhatLibTorchGivesOfEveryShippedModel) {
  for (const std::string name : {"harvard", "glioma", "lgg"}) {
    const ModelFile model = FindModel("share/models/" + name + ".safetensors");
    for (const NetworkUse use : {NetworkUse::kFuse, NetworkUse::kSegment}) {
      if (use == NetworkUse::kSegment && !model.Gives("prediction")) continue;
      ASSERT_EQ(WhyNoPlan(model.description, use), "") << name;
      OnEachProcessor([&](const std::string& kind) {
        const Beside both(model.path, use);
        for (const auto& [height, width] : kSizes)
          both.Compare(height, width, Ascending(both.slots()), name + " on " + kind);
        both.Compare(40, 40, {both.slots() - 1}, name + " on " + kind);
        both.Compare(40, 56, {1, 0}, name + " on " + kind);
      });
    }
  }
}

using PlanTest = BesideTest;

TEST_F(PlanTest, FusesAsLibTorchOfRandomWeights) {
  for (const char* residual : {"none", "sum", "mean", "maximum"})
    for (const int patch : {1, 2, 4})
      ExpectAsTorch(Cat(R"({"gives": ["fused"], "network": {"fusion_dim": )", patch == 2 ? 24 : 16,
                        R"(, "fusion_patch": )", patch, R"(, "fusion_blocks": )", patch == 1 ? 0 : 2,
                        R"(, "fusion_residual": ")", residual, R"("}})"),
                    NetworkUse::kFuse);
  ExpectAsTorch(R"({"gives": ["fused"], "modalities": ["a", "b", "c", "d"],
                    "network": {"fusion_slot_embedding": "no", "fusion_detail_nodes": 3}})",
                NetworkUse::kFuse);
}

TEST_F(PlanTest, SegmentsAsLibTorchOfRandomWeights) {
  for (const char* input : {"fused", "images", "both"})
    for (const auto& [width, levels] : {std::pair{8, 1}, {12, 3}, {16, 4}, {5, 2}, {40, 2}})
      ExpectAsTorch(
          Cat(R"({"takes": ["images", "fused"], "network": {"segmenter": "unet", "input": ")", input,
              R"(", "segmentation_width": )", width, R"(, "segmentation_levels": )", levels, "}}"),
          NetworkUse::kSegment);
}

TEST_F(PlanTest, SegmentsPatchesOfPixelsAsLibTorchDoes) {
  for (const int patch : {2, 4})
    for (const auto& [width, levels] : {std::pair{8, 1}, {12, 3}, {5, 2}})
      ExpectAsTorch(Cat(R"({"takes": ["images", "fused"], "network": {"segmenter": "unet", "input": "both")",
                        R"(, "segmentation_patch": )", patch, R"(, "segmentation_width": )", width,
                        R"(, "segmentation_levels": )", levels, "}}"),
                    NetworkUse::kSegment);
}

TEST_F(PlanTest, LeavesOutModalitiesAsLibTorchDoes) {
  for (const char* merge : {"correlated", "concatenated"}) {
    const ModelFile model =
        Made(Cat(R"({"gives": ["prediction"], "takes": ["images"], "modalities": ["a", "b", "c"],
                     "network": {"segmenter": "csad", "input": "images", "segmentation_levels": 3,
                                 "segmentation_merge": ")",
                 merge, R"("}})"));
    ASSERT_EQ(WhyNoPlan(model.description, NetworkUse::kSegment), "");
    OnEachProcessor([&](const std::string& kind) {
      const Beside both(file_, NetworkUse::kSegment);
      for (const auto& slots : std::vector<std::vector<int64_t>>{{0, 1, 2}, {0, 2}, {1}, {2, 1}})
        both.Compare(37, 50, slots, Cat("csad ", merge, " on ", kind));
    });
  }
}

TEST_F(PlanTest, InvertsAsLibTorchDoes) {
  for (const auto& [mixing, subnet, output] : {std::array<const char*, 3>{"mean", "linear", "clamp"},
                                               {"permutation", "relu", "sigmoid"},
                                               {"mean", "relu", "clamp"}}) {
    const ModelFile model =
        Made(Cat(R"({"gives": ["fused", "latent", "decomposed"], "classes": {}, "regions": {},
                     "modalities": ["a", "b", "c"], "network": {"fuser": "inn", "inn_width": 8, "inn_blocks": 2,
                     "inn_mixing": ")",
                 mixing, R"(", "inn_subnet": ")", subnet, R"(", "inn_output": ")", output, R"("}})"));
    ASSERT_EQ(WhyNoPlan(model.description, NetworkUse::kFuse), "");
    const auto torch_network = TheNetworks().Load(file_, {.device = "cpu"});
    OnEachProcessor([&](const std::string& kind) {
      const std::string what = Cat(mixing, " ", subnet, " ", output, " on ", kind);
      const auto network = LoadPlan(file_, model.description, NetworkUse::kFuse);
      EXPECT_TRUE(network->inverts());
      for (const auto& [height, width] : {std::pair{1, 1}, {13, 22}, {32, 40}}) {
        const auto images = Pictures(3, height, width);
        const auto views = ViewsOfAll(images, height, width);
        LatentPlanes given, wanted;
        const Numbers fused = torch_network->FuseAndKeep(views, {2, 0, 1}, wanted);
        ExpectClose(network->FuseAndKeep(views, {2, 0, 1}, given), fused, what);
        EXPECT_EQ(network->Fuse(views, {2, 0, 1}, nullptr), network->FuseAndKeep(views, {2, 0, 1}, given));
        ExpectSame(given.y, wanted.y, what), ExpectSame(given.z, wanted.z, what);
        const auto view = ViewOf(fused, height, width);
        const Numbers raw = torch_network->RawOf(view);
        ExpectClose(network->RawOf(view), raw, what + " raw");
        std::vector<double> rest;
        for (size_t i = 0; i < raw.size(); ++i) rest.push_back(given.y[i] - static_cast<double>(raw[i]));
        ExpectClose(network->TakeApart(view, given.z, rest), torch_network->TakeApart(view, given.z, rest),
                    what + " exact");
        ExpectClose(network->TakeApart(view, given.z, {}), torch_network->TakeApart(view, given.z, {}),
                    what + " levels");
        const Numbers back = network->TakeApart(view, given.z, rest);
        for (size_t i = 0; i < images[0].size(); ++i) EXPECT_NEAR(back[i], images[1][i], 1e-6);  // slot 0
      }
    });
  }
}

TEST_F(PlanTest, ManyThreadsAndOtherWorkBetweenGiveTheSameBits) {
  const ModelFile model = Made(R"({"network": {"segmenter": "unet", "input": "both"}})");
  const auto network = LoadPlan(file_, model.description, NetworkUse::kSegment);
  const auto work = [&](int height, int width) {
    const auto images = Pictures(2, height, width);
    const auto views = ViewsOfAll(images, height, width);
    const Numbers fused = network->Fuse(views, {0, 1}, nullptr);
    return network->Probabilities(views, {0, 1}, ViewOf(fused, height, width), true);
  };
  const Numbers wanted = work(45, 70);
  std::vector<Numbers> results(4);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < results.size(); ++i)
    threads.emplace_back([&, i] {
      for (int size = 8; size < 100; size += 31)
        static_cast<void>(work(size + static_cast<int>(i), 120 - size));
      results[i] = work(45, 70);
    });
  for (std::thread& thread : threads) thread.join();
  for (const Numbers& result : results) EXPECT_EQ(result, wanted);
}

TEST_F(PlanTest, SaysWhichNetworksHaveNone) {
  const auto why = [&](const std::string& changes, NetworkUse use) {
    return WhyNoPlan(Made(changes).description, use);
  };
  const char* const eight = R"({"network": {"fusion_dim": 8}})";
  EXPECT_EQ(why(R"({"network": {"fusion_dim": 8, "segmentation_stem": "resnet", "segmentation_levels": 4,
                                "segmentation_width": 32}})",
                NetworkUse::kSegment),
            "segmentation_stem = resnet");
  EXPECT_EQ(why(R"({"network": {"fusion_dim": 8, "segmentation_adapter": "dense"}})", NetworkUse::kSegment),
            "segmentation_adapter = dense");
  EXPECT_EQ(why(eight, NetworkUse::kFuse), "");  // of the other network nothing is asked
  EXPECT_EQ(why("{}", NetworkUse::kFuse), "fusion_dim = 4, no multiple of 8");
  EXPECT_EQ(why(R"({"network": {"fusion_base_conv": "dense"}})", NetworkUse::kFuse),
            "fusion_base_conv = dense");
  EXPECT_EQ(why(R"({"network": {"input": "features"}})", NetworkUse::kSegment), "input = features");
}

TEST_F(PlanTest, TheEngineIsAsAsked) {
  const ModelFile model = Made(R"({"network": {"fusion_dim": 8, "segmentation_adapter": "dense"}})");
  EXPECT_EQ(OpenNetwork(model, Engine::kAuto, {.device = "cpu"}, NetworkUse::kFuse).engine, "plan");
  EXPECT_EQ(OpenNetwork(model, Engine::kTorch, {.device = "cpu"}, NetworkUse::kFuse).engine, "torch");
  EXPECT_EQ(OpenNetwork(model, Engine::kAuto, {.device = "cpu"}, NetworkUse::kSegment).engine, "torch");
  EXPECT_F4S_ERROR(
      static_cast<void>(OpenNetwork(model, Engine::kPlan, {.device = "cpu"}, NetworkUse::kSegment)),
      ErrorKind::kUnavailable, "engine.plan");
  EXPECT_EQ(DeviceFor(Engine::kPlan, "auto"), "cpu");
  EXPECT_F4S_ERROR(static_cast<void>(DeviceFor(Engine::kPlan, "cuda")), ErrorKind::kUsage, "engine.device");
}

TEST_F(PlanTest, RefusesWeightsThatAreNotTheNetworks) {
  const ModelFile model = Made(R"({"network": {"fusion_dim": 8}})");
  const auto load = [&](const ModelDescription& description) {
    static_cast<void>(LoadPlan(file_, description, NetworkUse::kFuse));
  };
  EXPECT_NO_THROW(load(model.description));
  for (const auto& [key, value] : std::map<std::string, Json>{
           {"fusion_dim", 24}, {"fusion_blocks", 2}, {"fusion_residual", "none"}, {"fusion_patch", 4}}) {
    ModelDescription other = model.description;
    other.network[key] = value;
    EXPECT_F4S_ERROR(load(other), ErrorKind::kBadInput, "model.weights");
  }
  Network network = LoadModel(file_).network;
  torch::NoGradGuard no_grad;
  WeightsOf(*network).at("fusion.decoder.reduce.weight").view(-1)[3] = NAN;
  std::map<std::string, TensorView> tensors;
  std::map<std::string, torch::Tensor> weights = WeightsOf(*network);
  for (auto& [name, tensor] : weights) {
    const auto* const bytes = static_cast<const std::byte*>(tensor.data_ptr());
    tensors[name] = {"F32", tensor.sizes().vec(), {bytes, tensor.nbytes()}};
  }
  WriteSafetensors(file_, tensors, model.description.ToMetadata());
  EXPECT_F4S_ERROR(load(model.description), ErrorKind::kBadInput, "model.not_finite");
}

TEST_F(PlanTest, AResultThatIsNotFiniteIsAnError) {
  const ModelFile model = Made(R"({"network": {"segmenter": "unet", "input": "images"}})");
  const auto network = LoadPlan(file_, model.description, NetworkUse::kSegment);
  auto images = Pictures(2, 20, 20);
  images[1][57] = NAN;
  EXPECT_F4S_ERROR(static_cast<void>(network->Probabilities(ViewsOfAll(images, 20, 20), {0, 1}, {}, false)),
                   ErrorKind::kInternal, "model.not_finite");
}

}  // namespace
}  // namespace f4s

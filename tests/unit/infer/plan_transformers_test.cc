// Plans of networks with attention against LibTorch: between modalities, and TransUNet's.

#include "tests/unit/infer/beside.h"

namespace f4s {
namespace {

using PlanOfTransformers = BesideTest;

TEST_F(PlanOfTransformers, AttendsAsLibTorchDoes) {
  for (const int patch : {1, 2, 4}) {
    const ModelFile model = Made(Cat(R"({"gives": ["fused"], "modalities": ["a", "b", "c"], "network": {
        "fusion_attention": "cross", "fusion_dim": )",
                                     patch == 2 ? 24 : 16, R"(, "fusion_patch": )", patch, "}}"));
    ASSERT_EQ(WhyNoPlan(model.description, NetworkUse::kFuse), "");
    const auto reference = TheNetworks().Load(file_, {.device = "cpu"});
    OnEachProcessor([&](const std::string& kind) {
      const auto network = LoadPlan(file_, model.description, NetworkUse::kFuse);
      EXPECT_TRUE(network->attends());
      for (const auto& [height, width] : {std::pair{1, 3}, {33, 26}, {96, 80}})
        for (const auto& slots : std::vector<std::vector<int64_t>>{{0, 1, 2}, {2, 1}, {1}}) {
          const std::string what = Cat(kind, " ", patch, " ", height, "x", width, " of ", slots.size());
          const auto images = Pictures(std::ssize(slots), height, width);
          const auto views = ViewsOfAll(images, height, width);
          AttentionPlanes given, wanted;
          const bool one = slots.size() == 1;
          ExpectClose(network->Fuse(views, slots, one ? nullptr : &given),
                      reference->Fuse(views, slots, one ? nullptr : &wanted), what);
          EXPECT_EQ(given.keys, wanted.keys) << what;
          ASSERT_EQ(given.received.size(), wanted.received.size()) << what;
          for (size_t i = 0; i < given.received.size(); ++i)
            ExpectClose(given.received[i], wanted.received[i], what + " received");
          ExpectClose(given.entropy, wanted.entropy, what + " entropy");
          ExpectClose(given.base_contribution, wanted.base_contribution, what + " base");
          ExpectClose(given.detail_contribution, wanted.detail_contribution, what + " detail");
        }
      const auto one = Pictures(1, 8, 8);
      AttentionPlanes maps;
      EXPECT_F4S_ERROR(static_cast<void>(network->Fuse(ViewsOfAll(one, 8, 8), {1}, &maps)),
                       ErrorKind::kBadInput, "model.attention");
    });
  }
}

TEST_F(PlanOfTransformers, SegmentsByTransformersAsLibTorchDoes) {
  for (const char* adapter : {"depthwise", "none"})
    for (const auto& [width, levels, dim, heads] :
         {std::array<int, 4>{8, 1, 16, 4}, {4, 2, 40, 2}, {8, 3, 64, 4}, {16, 2, 24, 8}})
      ExpectAsTorch(
          Cat(R"({"takes": ["images", "fused"], "network": {"segmenter": "transunet", "input": "both")",
              R"(, "fusion_dim": 8, "segmentation_width": )", width, R"(, "segmentation_levels": )", levels,
              R"(, "segmentation_dim": )", dim, R"(, "segmentation_heads": )", heads,
              R"(, "segmentation_adapter": ")", adapter, R"("}})"),
          NetworkUse::kSegment);
}

TEST_F(PlanOfTransformers, GivesWhatLibTorchGivesOfEachProfileThatHasAPlan) {
  for (const char* profile : {"tiny", "small"}) {
    WriteRandomModel(file_, {{"profile", profile}, {"network", {{"profile", profile}}}}, 1, 0.02);
    const ModelFile model = FindModel(file_.string());
    ASSERT_EQ(WhyNoPlan(model.description, NetworkUse::kBoth), "") << profile;
    const Beside both(file_, NetworkUse::kBoth);
    both.Compare(120, 100, {0, 1}, profile);
  }
}

}  // namespace
}  // namespace f4s

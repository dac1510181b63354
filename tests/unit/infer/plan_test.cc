// Plans against LibTorch: every shipped model, and random weights of many shapes, on each kind of processor.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <thread>

#include "libfuse4seg/base/safetensors.h"
#include "libfuse4seg/infer/engine.h"
#include "libfuse4seg/kernels/net/net_kernels.h"
#include "tests/support/expect_error.h"
#include "tests/support/random_model.h"
#include "tests/support/scratch.h"
#include "tests/support/views.h"

namespace f4s {
namespace {

using Numbers = std::vector<float>;

constexpr double kMostDifference = 1e-5;  // of full scale

/// A brain, somewhat: 0 around, blobs and grain within.
Numbers Picture(int height, int width, float phase) {
  Numbers plane(static_cast<size_t>(height * width));
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const float v = 2 * (static_cast<float>(y) + 0.5F) / static_cast<float>(height) - 1,
                  u = 2 * (static_cast<float>(x) + 0.5F) / static_cast<float>(width) - 1;
      if (u * u + v * v > 0.8F) continue;
      plane[static_cast<size_t>(y * width + x)] =
          0.5F + 0.25F * std::sin(7 * u + phase) * std::cos(5 * v - 2 * phase) +
          0.2F * std::sin(1.7F * static_cast<float>(y * width + x) + phase);
    }
  return plane;
}

std::vector<Numbers> Pictures(int64_t count, int height, int width) {
  std::vector<Numbers> pictures;
  for (int64_t i = 0; i < count; ++i) pictures.push_back(Picture(height, width, static_cast<float>(i)));
  return pictures;
}

Views<const float> ViewsOfAll(const std::vector<Numbers>& planes, int height, int width) {
  return ViewsOf(std::vector<std::span<const float>>(planes.begin(), planes.end()), height, width);
}

std::vector<int64_t> Ascending(int64_t count) {
  std::vector<int64_t> slots(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) slots[static_cast<size_t>(i)] = i;
  return slots;
}

void ExpectClose(const Numbers& given, const Numbers& wanted, const std::string& what) {
  ASSERT_EQ(given.size(), wanted.size()) << what;
  double most = 0;
  for (size_t i = 0; i < given.size(); ++i)
    most = std::max(most, static_cast<double>(std::abs(given[i] - wanted[i])));
  EXPECT_LE(most, kMostDifference) << what;
}

/// In double precision, of whatever size.
void ExpectSame(const std::vector<double>& given, const std::vector<double>& wanted,
                const std::string& what) {
  ASSERT_EQ(given.size(), wanted.size()) << what;
  for (size_t i = 0; i < given.size(); ++i)
    ASSERT_NEAR(given[i], wanted[i], 1e-9 * (1 + std::abs(wanted[i]))) << what;
}

/// The most probable class of a pixel, and by how much.
struct Winner {
  size_t label = 0;
  double lead = 0;
};

Winner WinnerAt(const Numbers& probabilities, size_t pixels, size_t pixel) {
  Winner winner;
  double first = -1, second = -1;
  for (size_t k = 0; k * pixels < probabilities.size(); ++k) {
    const double p = probabilities[k * pixels + pixel];
    if (p > first) {
      second = first, first = p, winner.label = k;
    } else {
      second = std::max(second, p);
    }
  }
  winner.lead = first - second;
  return winner;
}

/// The same label in each pixel, but where two classes are within the difference that is allowed.
void ExpectSameLabels(const Numbers& given, const Numbers& wanted, size_t pixels, const std::string& what) {
  size_t others = 0;
  for (size_t i = 0; i < pixels; ++i) {
    const Winner a = WinnerAt(given, pixels, i), b = WinnerAt(wanted, pixels, i);
    if (a.label != b.label && b.lead > 2 * kMostDifference) ++others;
  }
  EXPECT_EQ(others, 0U) << what;
}

/// Both engines on one model: fused images, probabilities with and without flips, labels.
class Beside {
 public:
  Beside(const std::filesystem::path& file, NetworkUse use)
      : description_(ModelDescription::Read(file)),
        plan_(LoadPlan(file, description_, use)),
        torch_(TheNetworks().Load(file, {.device = "cpu"})) {}

  void Compare(int height, int width, const std::vector<int64_t>& slots, const std::string& name) const {
    const std::string what = Cat(name, " ", height, "x", width, " of ", slots.size());
    const auto images = Pictures(std::ssize(slots), height, width);
    const auto views = ViewsOfAll(images, height, width);
    Numbers fused = Picture(height, width, 0.5F);
    if (plan_->fuses()) {
      fused = torch_->Fuse(views, slots, nullptr);
      ExpectClose(plan_->Fuse(views, slots, nullptr), fused, what + " fused");
    }
    if (!plan_->segments()) return;
    const auto own = plan_->sees_images() ? views : Views<const float>();
    const auto own_slots = plan_->sees_images() ? slots : std::vector<int64_t>();
    const auto seen = plan_->sees_fused() ? ViewOf(fused, height, width) : View<const float>();
    for (const bool flips : {false, true}) {
      const Numbers wanted = torch_->Probabilities(own, own_slots, seen, flips),
                    given = plan_->Probabilities(own, own_slots, seen, flips);
      ExpectClose(given, wanted, what + (flips ? " flips" : " probabilities"));
      ExpectSameLabels(given, wanted, fused.size(), what);
    }
  }

  [[nodiscard]] int64_t slots() const { return std::ssize(description_.modalities); }

 private:
  ModelDescription description_;
  std::shared_ptr<const LoadedNetwork> plan_, torch_;
};

/// `work` by each version of the loops, which models are laid out for.
template <class Work>
void OnEachProcessor(const Work& work) {
  for (const std::string& kind : NetKernelKinds()) {
    UseNetKernels(kind);
    work(kind);
  }
  UseNetKernels(NetKernelKinds().front());
}

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

class PlanTest : public testing::Test {
 protected:
  ModelFile Made(const std::string& changes) {
    WriteRandomModel(file_, Json::parse(changes), 0, 0.05);
    return FindModel(file_.string());
  }
  void ExpectAsTorch(const std::string& changes, NetworkUse use) {
    const ModelFile model = Made(changes);
    ASSERT_EQ(WhyNoPlan(model.description, use), "") << changes;
    OnEachProcessor([&](const std::string& kind) {
      const Beside both(file_, use);
      for (const auto& [height, width] : {std::pair{1, 3}, {33, 26}, {48, 64}})
        both.Compare(height, width, Ascending(both.slots()), changes + " on " + kind);
    });
  }
  Scratch scratch_;
  std::filesystem::path file_ = scratch_ / "m.safetensors";
};

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

TEST_F(PlanTest, AttendsAsLibTorchDoes) {
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

TEST_F(PlanTest, SegmentsByTransformersAsLibTorchDoes) {
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

TEST_F(PlanTest, GivesWhatLibTorchGivesOfEachProfileThatHasAPlan) {
  for (const char* profile : {"tiny", "small"}) {
    WriteRandomModel(file_, {{"profile", profile}, {"network", {{"profile", profile}}}}, 1, 0.02);
    const ModelFile model = FindModel(file_.string());
    ASSERT_EQ(WhyNoPlan(model.description, NetworkUse::kBoth), "") << profile;
    const Beside both(file_, NetworkUse::kBoth);
    both.Compare(120, 100, {0, 1}, profile);
  }
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

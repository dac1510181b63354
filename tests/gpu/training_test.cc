// Training on a GPU: 20 steps of every method and mode give the same bits twice, and the first step's losses
// are the CPU's within 1e-3.  With bfloat16 they are within 5 %.

#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/train/graph/graphed_objective.h"
#include "libfuse4seg/train/objective/inversion.h"
#include "libfuse4seg/train/objective/pass_plan.h"
#include "libfuse4seg/train/objective/reconstruction.h"
#include "tests/gpu/with_gpu.h"
#include "tests/support/set_option.h"
#include "tests/unit/train/objective_fixture.h"

namespace f4s {
namespace {

constexpr int64_t kSteps = 20;

class TrainingOnGpu : public Objectives {
 protected:
  void SetUp() override {
    F4S_SKIP_WITHOUT_GPU(device_);
    options_.sampling.batch_size = 4;
    options_.adversary.weight = 0.01;
    options_.adversary.loss.r1_weight = 1;
    options_.stage.precision = "float32";
  }
  using Maker = std::function<std::unique_ptr<Objective>(const torch::Device&)>;
  CooperationFacts Facts() const {
    return {.regions = regions_, .classes = 3, .modalities = 2, .side = 32, .seed = 5};
  }
  Network On(const torch::Device& device) const {
    Network network = NewNetwork(1);
    MoveTo(*network, device);
    return network;
  }
  std::unique_ptr<Objective> Cooperating(const torch::Device& device) const {
    return std::make_unique<Cooperation>(On(device), options_.Resolved(), Facts(), device, threads_);
  }
  std::unique_ptr<Objective> Inverting(const torch::Device& device) const {
    return std::make_unique<Inversion>(On(device), options_.Resolved(), Facts(), device, threads_);
  }
  StepPosition At(int64_t step) const { return {1, step, 64}; }

  void Hold(const std::string& what, const Maker& make, double most) {
    const auto first = [&](const torch::Device& device) {
      return StepValues(make(device)->Step(Batch(4), At(4))).json().at("losses");
    };
    const Json cpu = first(torch::kCPU), gpu = first(device_);
    for (const auto& [name, value] : cpu.items())
      EXPECT_NEAR(value.get<double>(), gpu.at(name).get<double>(),
                  most * std::max(0.1, std::abs(value.get<double>())))
          << what << ' ' << name;
    const auto trained = [&] {
      const auto objective = make(device_);
      for (int64_t step = 4; step < 4 + kSteps; ++step) {
        const StepOutcome outcome = objective->Step(Batch(step), At(step));
        EXPECT_TRUE(outcome.taken()) << what << ' ' << step;
      }
      return Copies(objective->State());
    };
    const NamedTensors a = trained(), b = trained();
    EXPECT_TRUE(SameBelow("", a, b)) << what << ": two runs are not the same bits";
  }

  torch::Device device_ = torch::kCPU;
};

TEST_F(TrainingOnGpu, InEveryBilevelMode) {
  for (const char* bilevel : {"joint", "none", "gauss-newton", "alternate"}) {
    Set(options_, "bilevel", bilevel);
    Hold(
        bilevel, [&](const torch::Device& d) { return Cooperating(d); }, 1e-3);
  }
}

TEST_F(TrainingOnGpu, InEveryPrecision) {
  options_.stage.precision = "bfloat16";
  Hold(
      "bfloat16", [&](const torch::Device& d) { return Cooperating(d); }, 0.05);
}

TEST_F(TrainingOnGpu, OfEveryMethod) {
  options_.adversary.weight = {};
  for (const char* method : {"unet", "csad"}) {
    options_.method = method;
    Hold(
        method, [&](const torch::Device& d) { return Cooperating(d); }, 1e-3);
  }
  options_.method = "fusioninn";
  Hold(
      "fusioninn", [&](const torch::Device& d) { return Inverting(d); }, 1e-3);
}

TEST_F(TrainingOnGpu, BeforeIt) {
  PretrainOptions options;
  options.adversary = options_.adversary;
  options.stage.precision = "float32";
  const PretrainOptions resolved = options.Resolved();
  options_.task = Task::kFusion;
  Hold(
      "pre-training",
      [&](const torch::Device& d) {
        return std::make_unique<Reconstruction>(On(d), resolved, Adversary(resolved.adversary, 2, 32, 5, d),
                                                d, threads_);
      },
      1e-3);
}

TEST_F(TrainingOnGpu, NothingMovesOnWhatIsNotFinite) {
  for (const char* bilevel : {"joint", "gauss-newton"}) {
    Set(options_, "bilevel", bilevel);
    const auto objective = Cooperating(device_);
    static_cast<void>(objective->Step(Batch(4), At(4)));
    const NamedTensors before = Copies(objective->State());
    SliceBatch batch = Batch(5);
    batch.images[0][0][3][3] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_FALSE(objective->Step(batch, At(5)).taken()) << bilevel;
    EXPECT_TRUE(SameBelow("", before, objective->State())) << bilevel;
  }
}

TEST_F(TrainingOnGpu, ByGraphsIsTheSameTraining) {
  const auto& graphs = OpenedObject<DeviceGraphs>("cuda_graphs", "CUDA graphs");
  options_.adversary.loss.r1_every = 7;
  for (const char* bilevel : {"joint", "none", "gauss-newton", "alternate"}) {
    Set(options_, "bilevel", bilevel);
    const auto train = [&](bool noted) {
      std::vector<std::string> said;
      GraphedObjective objective(
          Cooperating(device_), device_,
          [&] { return noted ? graphs.New(device_) : throw std::runtime_error("as wanted"); },
          [&](const std::string& text) { said.push_back(text); });
      for (int64_t step = 4; step < 4 + 2 * kSteps; ++step)
        EXPECT_TRUE(objective.Step(Batch(step), At(step)).taken()) << bilevel << ' ' << step;
      EXPECT_EQ(said.empty(), noted) << bilevel << ": " << (said.empty() ? "" : said.front());
      EXPECT_EQ(objective.replayed() > kSteps / 2, noted) << bilevel;
      return Copies(objective.State());
    };
    EXPECT_TRUE(SameBelow("", train(false), train(true))) << bilevel << ": other bits than without";
  }
}

TEST_F(TrainingOnGpu, InPartsIsTheSameStep) {
  const auto losses = [&](const PassShape& shape) {
    const auto objective = Cooperating(device_);
    objective->Shape(shape);
    return StepValues(objective->Step(Batch(4), At(4))).json();
  };
  const Json whole = losses({}), parts = losses({.images_at_once = 1, .recompute = true});
  for (const char* kind : {"losses", "gradient_norms"})
    for (const auto& [name, value] : whole.at(kind).items())
      EXPECT_NEAR(value.get<double>(), parts.at(kind).at(name).get<double>(),
                  1e-3 * std::max(0.1, std::abs(value.get<double>())))
          << kind << ' ' << name;
  const auto objective = Cooperating(device_);
  const PassCost cost = PassCost::Of(*objective, Batch(4), device_, 1);
  EXPECT_GT(cost.in_networks, 0);
  EXPECT_LT(cost.Most(4, cost.Bytes(4, 2, 1), 1), 4);
}

TEST_F(TrainingOnGpu, Validates) {
  const auto on_cpu = Cooperating(torch::kCPU)->Validate(slices_),
             on_gpu = Cooperating(device_)->Validate(slices_);
  EXPECT_NEAR(on_cpu.score, on_gpu.score, 0.01) << on_cpu.metrics << on_gpu.metrics;
}

}  // namespace
}  // namespace f4s

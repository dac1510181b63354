// A step that is skipped leaves nothing behind: whatever was not finite in it, the weights, optimisers and
// discriminators of a run with it are those of a run without, and of one that was stopped after it.

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <functional>
#include <limits>
#include <memory>

#include "libfuse4seg/train/objective/inversion.h"
#include "libfuse4seg/train/objective/reconstruction.h"
#include "tests/support/set_option.h"
#include "tests/unit/train/objective_fixture.h"

namespace f4s {
namespace {

constexpr int kNoise = -1;

class Skipping : public Objectives {
 protected:
  using Maker = std::function<std::unique_ptr<Objective>()>;

  Skipping() {
    options_.sampling.batch_size = 4;
    options_.adversary.warmup_epochs = 0;
    options_.adversary.weight = 0.01;
    options_.warmup_epochs = 0;
  }
  std::unique_ptr<Objective> Cooperating() const {
    const CooperationFacts facts = {.regions = regions_, .modalities = 2, .side = 32, .seed = 5};
    return std::make_unique<Cooperation>(NewNetwork(1), options_.Resolved(), facts, torch::kCPU, threads_);
  }
  /// A batch of which one image has a pixel that is not finite.  @param image  kNoise: none
  SliceBatch Planted(int64_t step, int image) const {
    SliceBatch batch = Batch(step);
    batch.images = batch.images.clone();
    if (image != kNoise) batch.images[image][0][3][5] = std::numeric_limits<float>::quiet_NaN();
    return batch;
  }
  /// Three good steps with bad ones between them; `bad` false: without those.
  std::unique_ptr<Objective> Run(const Maker& make, int image, bool bad, bool resumed) const {
    std::unique_ptr<Objective> objective = make();
    for (const int64_t step : {0, 1, 2, 3, 4, 5, 6}) {
      const bool planted = step == 0 || step == 2 || step == 3 || step == 5;
      if (planted && !bad) continue;
      const StepOutcome outcome = objective->Step(Planted(step, planted ? image : kNoise), {1, step, 16});
      EXPECT_EQ(outcome.taken(), !planted) << step;
      if (!resumed || !planted) continue;
      const NamedTensors saved = Copies(objective->State());
      objective = make();
      PutBack(saved, objective->State());
    }
    return objective;
  }
  void LeavesNothing(const Maker& make, const std::string& what) const {
    const NamedTensors good = Copies(Run(make, kNoise, false, false)->State());
    for (const auto& [image, resumed] : {std::pair(0, false), {3, false}, {3, true}}) {
      const NamedTensors with = Copies(Run(make, image, true, resumed)->State());
      EXPECT_TRUE(SameBelow("", good, with)) << what << ", image " << image << ", resumed " << resumed;
    }
  }
};

TEST_F(Skipping, LeavesNothingInAnyMode) {
  for (const char* bilevel : {"joint", "none", "gauss-newton", "alternate"})
    for (const int64_t accumulate : {1, 2}) {
      Set(options_, "bilevel", bilevel);
      options_.stage.accumulate = accumulate;
      LeavesNothing([&] { return Cooperating(); }, Cat(bilevel, ", accumulate ", accumulate));
    }
}

TEST_F(Skipping, LeavesNothingInOtherPrecisionsAndTasks) {
  options_.stage.precision = "bfloat16";
  LeavesNothing([&] { return Cooperating(); }, "bfloat16");
  options_.stage.precision = "float32";
  Set(options_, "segmentation_optimiser", "sgd");
  Set(options_, "bilevel", "gauss-newton");
  LeavesNothing([&] { return Cooperating(); }, "sgd");
  options_.task = Task::kFusion;
  LeavesNothing([&] { return Cooperating(); }, "fusion alone");
}

TEST_F(Skipping, LeavesNothingInPretraining) {
  PretrainOptions options;
  options.adversary = options_.adversary;
  const PretrainOptions resolved = options.Resolved();
  options_.task = Task::kFusion;
  LeavesNothing(
      [&] {
        return std::make_unique<Reconstruction>(NewNetwork(1), resolved,
                                                Adversary(resolved.adversary, 2, 32, 5, torch::kCPU),
                                                torch::kCPU, threads_);
      },
      "pre-training");
}

TEST_F(Skipping, LeavesNothingInAnInvertibleNetwork) {
  options_.method = "fusioninn";
  options_.adversary.weight = {};
  options_.network.fusion.inn_width = 8;
  LeavesNothing(
      [&] {
        return std::make_unique<Inversion>(NewNetwork(1), options_.Resolved(),
                                           CooperationFacts{.regions = {}, .seed = 5}, torch::kCPU, threads_);
      },
      "fusioninn");
}

TEST_F(Skipping, NobodyMovesWhereTheDiscriminatorsCannot) {
  options_.adversary.loss.r1_weight = 1e39;  // infinite, in every second step
  options_.adversary.loss.r1_every = 1;
  for (const char* bilevel : {"joint", "none", "gauss-newton", "alternate"}) {
    Set(options_, "bilevel", bilevel);
    const auto objective = Cooperating();
    const NamedTensors before = Copies(objective->State());
    const int64_t step = std::string(bilevel) == "alternate" ? 5 : 4;  // the leader's turn
    const StepOutcome outcome = objective->Step(Batch(step), {1, step, 16});
    EXPECT_FALSE(outcome.taken()) << bilevel;
    EXPECT_TRUE(SameBelow("", before, objective->State())) << bilevel;
  }
}

}  // namespace
}  // namespace f4s

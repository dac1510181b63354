// The table of methods, and the one that CONTRIBUTING.md adds as an example.

#include <algorithm>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/model/defaults.h"
#include "libfuse4seg/train/objective/make_objective.h"
#include "tests/support/expect_error.h"
#include "tests/unit/train/objective_fixture.h"

namespace f4s {
namespace {

class Methods : public Objectives {
 protected:
  std::unique_ptr<Objective> ObjectiveOfOptions() {
    const TrainOptions options = options_.Resolved();
    Network network(options.network, 2, options.segments() ? 3 : 0, options.fuses());
    Initialise(*network, 1);
    resolved_ = options;
    return MakeObjective({.network = network,
                          .options = resolved_,
                          .facts = {.regions = regions_, .modalities = 2, .side = 32, .seed = 1},
                          .device = torch::kCPU,
                          .threads = threads_});
  }
  TrainOptions resolved_;
};

TEST_F(Methods, EachOfTheTableTakesAStepThatMovesItsWeights) {
  const auto names = MethodNames();
  for (const char* known : {"fuse4seg", "unet"})
    EXPECT_NE(std::find(names.begin(), names.end(), known), names.end()) << known;
  const TrainOptions given = options_;
  for (const std::string& name : names) {
    EXPECT_NE(MethodsHelp().find(name + ": "), std::string::npos);
    options_ = given;
    options_.method = name;
    const auto objective = ObjectiveOfOptions();
    const NamedTensors before = Copy(objective->State());
    const StepOutcome outcome = objective->Step(Batch(0), Place(1));
    EXPECT_FALSE(outcome.losses.empty()) << name;
    EXPECT_FALSE(SameBelow("network.", before, objective->State())) << name;
  }
}

TEST_F(Methods, OneOfOnesOwnNeedsButItsEntry) {
  const char* const file = "tests/unit/train/apart_method.json";
  const Json apart = ParseJson(ReadFile(file), file);
  TrainOptions other = options_;
  other.bilevel = BilevelMode::kJoint;
  EXPECT_F4S_ERROR(static_cast<void>(other.Under(apart)), ErrorKind::kUsage, "train.method");
  options_ = options_.Under(apart);
  EXPECT_EQ(options_.Resolved().bilevel, BilevelMode::kNone);
  EXPECT_EQ(options_.Resolved().network.segmentation.segmenter, SegmenterKind::kUnet);
  const auto objective = ObjectiveOfOptions();
  const NamedTensors before = Copy(objective->State());
  const StepOutcome outcome = objective->Step(Batch(0), Place(1));
  EXPECT_GT(Loss(outcome, "fusion.total"), 0);
  EXPECT_FALSE(SameBelow("network.fusion.", before, objective->State()));
  EXPECT_FALSE(SameBelow("network.segmentation.", before, objective->State()));
}

}  // namespace
}  // namespace f4s

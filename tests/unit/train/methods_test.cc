// The table of methods, and the one that CONTRIBUTING.md adds as an example.

#include "libfuse4seg/train/methods/method.h"

#include <algorithm>

#include "tests/unit/train/objective_fixture.h"

namespace f4s {

Method ApartMethod();  // apart_method_test.cc

namespace {

class Methods : public Objectives {
 protected:
  std::unique_ptr<Objective> ObjectiveOf(const Method& method) {
    const TrainOptions options = options_.Resolved();
    Network network(options.network, 2, options.segments() ? 3 : 0, options.fuses());
    Initialise(*network, 1);
    resolved_ = options;
    return method.objective({.network = network,
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
    const auto objective = ObjectiveOf(MethodOf(name));
    const NamedTensors before = Copy(objective->State());
    const StepOutcome outcome = objective->Step(Batch(0), Place(1));
    EXPECT_FALSE(outcome.losses.empty()) << name;
    EXPECT_FALSE(SameBelow("network.", before, objective->State())) << name;
  }
}

TEST_F(Methods, OneOfOnesOwnNeedsButItsFile) {
  const Method apart = ApartMethod();
  apart.resolve(options_);
  EXPECT_EQ(options_.Resolved().bilevel, "none");
  EXPECT_EQ(options_.Resolved().network.segmentation.segmenter, "unet");
  const auto objective = ObjectiveOf(apart);
  const NamedTensors before = Copy(objective->State());
  const StepOutcome outcome = objective->Step(Batch(0), Place(1));
  EXPECT_GT(Loss(outcome, "fusion.total"), 0);
  EXPECT_FALSE(SameBelow("network.fusion.", before, objective->State()));
  EXPECT_FALSE(SameBelow("network.segmentation.", before, objective->State()));
}

}  // namespace
}  // namespace f4s

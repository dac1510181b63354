#include "libfuse4seg/train/loop/checkpoint.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "libfuse4seg/train/objective/objective.h"
#include "libfuse4seg/train/objective/optimiser.h"

namespace f4s {
namespace {

using torch::Tensor;
using Verdict = Recovery::Verdict;

NamedTensors Weights(double value) { return {{"w", torch::full({2}, value)}}; }

TEST(Recovering, RestoresAfterThreeInARowAndGivesUpAfterThreeMore) {
  Recovery recovery(100);
  NamedTensors state = Weights(1);
  recovery.Keep(state);
  state.at("w").fill_(2);
  recovery.Taken();
  EXPECT_EQ(recovery.Skipped(), Verdict::kGoOn);
  recovery.Taken();
  EXPECT_EQ(recovery.Skipped(), Verdict::kGoOn);
  EXPECT_EQ(recovery.Skipped(), Verdict::kGoOn);
  EXPECT_EQ(recovery.Skipped(), Verdict::kRestore);
  recovery.Restore(state);
  EXPECT_TRUE(state.at("w").equal(torch::full({2}, 1.0)));
  EXPECT_EQ(recovery.Skipped(), Verdict::kGoOn);
  EXPECT_EQ(recovery.Skipped(), Verdict::kGoOn);
  EXPECT_EQ(recovery.Skipped(), Verdict::kGiveUp);
  EXPECT_EQ(recovery.skipped(), 7);
  EXPECT_EQ(recovery.restored(), 1);
}

TEST(Recovering, AnEpochHasALimitAndWantsOneStep) {
  Recovery none(0), two(2);
  EXPECT_EQ(none.Skipped(), Verdict::kGiveUp);
  const NamedTensors state = Weights(1);
  for (int epoch = 0; epoch < 3; ++epoch) {
    EXPECT_EQ(two.Skipped(), Verdict::kGoOn);
    two.Taken();
    EXPECT_EQ(two.Skipped(), Verdict::kGoOn);
    two.Taken();
    EXPECT_TRUE(two.EndEpoch(state)) << "the count begins anew";
  }
  EXPECT_EQ(two.Skipped(), Verdict::kGoOn);
  EXPECT_FALSE(two.EndEpoch(state)) << "no step of it was taken";
}

TEST(Recovering, WhatWasKeptSurvivesACheckpoint) {
  Recovery before(9);
  NamedTensors state = Weights(1);
  before.Keep(state);
  NamedTensors saved = state;
  before.AddKept(saved);
  EXPECT_EQ(saved.size(), 1U) << "it is the state itself";
  before.Taken();
  state.at("w").fill_(2);
  EXPECT_EQ(before.Skipped(), Verdict::kGoOn);
  saved = state;
  before.AddKept(saved);
  ASSERT_EQ(saved.size(), 2U);

  Recovery after(9);
  after.FromJson(before.ToJson());
  after.TakeKept(saved, state);
  EXPECT_EQ(after.ToJson(), before.ToJson());
  EXPECT_EQ(after.Skipped(), Verdict::kGoOn);
  EXPECT_EQ(after.Skipped(), Verdict::kRestore);
  after.Restore(state);
  EXPECT_TRUE(state.at("w").equal(torch::full({2}, 1.0)));
}

TEST(Recovering, AnEpochThatEndsBadlyIsNotComeBackTo) {
  Recovery recovery(9);
  NamedTensors state = Weights(1);
  recovery.Keep(state);
  recovery.Taken();
  state.at("w").fill_(2);
  static_cast<void>(recovery.Skipped());
  EXPECT_TRUE(recovery.EndEpoch(state));
  recovery.Restore(state);
  EXPECT_TRUE(state.at("w").equal(torch::full({2}, 1.0)));
}

TEST(StepsValues, NameTheFirstThatIsNotFinite) {
  StepOutcome outcome;
  outcome.losses = {{"a", torch::tensor(1.5)}};
  outcome.gradient_norms = {{"b", torch::tensor(2.0)}};
  EXPECT_TRUE(outcome.MayMove().item<bool>());
  outcome.gradient_norms.emplace_back("c", torch::tensor(std::numeric_limits<float>::infinity()));
  EXPECT_FALSE(outcome.MayMove().item<bool>());
  EXPECT_FALSE(outcome.taken());
  const StepValues values(outcome);
  EXPECT_EQ(values.culprit(), "gradient norm of c is inf");
  EXPECT_EQ(values.json().at("losses").at("a"), 1.5);
  EXPECT_FALSE(values.taken());
  StepOutcome good;
  good.losses = {{"a", torch::tensor(2.5, torch::kFloat64)}};
  EXPECT_TRUE(good.MayMove().item<bool>());
  const auto both = StepValues::Of({outcome, good});
  ASSERT_EQ(both.size(), 2U);
  EXPECT_FALSE(both[0].taken());
  EXPECT_TRUE(both[1].taken());
  EXPECT_EQ(both[0].culprit(), values.culprit());
  EXPECT_EQ(both[1].json().at("losses"), Json({{"a", 2.5}}));
}

TEST(Means, AreOverTheStepsThatHadAValue) {
  RunningMeans means;
  means.Add("losses", "a.b", 1);
  means.Add("losses", "a.b", 2);
  means.Add("losses", "c", 5);
  means.Add("bilevel", "c", 7);
  const RunningMeans again = RunningMeans::FromJson(Json::parse(means.ToJson().dump()));
  EXPECT_EQ(again.Of("losses"), Json({{"a.b", 1.5}, {"c", 5.0}}));
  EXPECT_EQ(again.Of("bilevel"), Json({{"c", 7.0}}));
  EXPECT_TRUE(again.Of("loss").empty());
}

class Averages : public testing::Test {
 protected:
  Averages() { Set(0); }
  void Set(double value) {
    const torch::NoGradGuard no_grad;
    linear_->weight.fill_(value);
  }
  [[nodiscard]] double Value() const { return linear_->weight.item<double>(); }
  torch::nn::Linear linear_{torch::nn::LinearOptions(1, 1).bias(false)};
};

TEST_F(Averages, FollowTheWeightsAndAreUsedForAWhile) {
  WeightAverage average(*linear_, 0.5);
  double wanted = 0;
  for (int t = 0; t < 20; ++t) {
    Set(t + 1);
    average.Update();
    const double decay = std::min(0.5, (1.0 + t) / (10 + t));
    wanted = decay * wanted + (1 - decay) * (t + 1);
    const WeightAverage::Use use(average);
    EXPECT_NEAR(Value(), wanted, 1e-5);
  }
  EXPECT_EQ(Value(), 20);
  NamedTensors state;
  average.AddState(state);
  EXPECT_NEAR(state.at("average.weight").item<double>(), wanted, 1e-5);
  EXPECT_EQ(state.at("average_steps").item<int64_t>(), 20);
}

TEST_F(Averages, AreNotThereWithoutADecay) {
  WeightAverage average(*linear_, 0);
  Set(3);
  average.Update();
  NamedTensors state;
  average.AddState(state);
  EXPECT_TRUE(state.empty());
  const WeightAverage::Use use(average);
  EXPECT_EQ(Value(), 3);
}

}  // namespace
}  // namespace f4s

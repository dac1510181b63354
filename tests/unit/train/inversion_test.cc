// The objective of an invertible fusion network.

#include "libfuse4seg/train/objective/inversion.h"

#include "libfuse4seg/train/objective/inversion.h"
#include "tests/support/expect_error.h"
#include "tests/unit/train/objective_fixture.h"

namespace f4s {
namespace {

using torch::Tensor;

class Inversions : public Objectives {
 protected:
  Inversions() {
    options_.method = "fusioninn";
    options_.network.fusion.inn_width = 8;
    options_.sampling.batch_size = 4;
  }
  Inversion New(uint64_t seed = 1) const {
    return {NewNetwork(seed), options_.Resolved(), {.regions = {}, .seed = 5}, torch::kCPU, threads_};
  }
  static std::vector<std::string> Names(const StepOutcome& outcome) {
    std::vector<std::string> names;
    for (const auto& [name, value] : outcome.losses) names.push_back(name);
    return names;
  }
};

TEST_F(Inversions, StepsDecreaseTheLossAndRaiseTheScore) {
  Inversion objective = New();
  const SliceBatch batch = Batch(0);
  const double before = objective.Validate(slices_).score;
  const double first = Loss(objective.Step(batch, Place(1)), "fusion.total");
  double last = first;
  for (int i = 0; i < 15; ++i) last = Loss(objective.Step(batch, Place(1)), "fusion.total");
  EXPECT_LT(last, first);
  const Validation after = objective.Validate(slices_);
  EXPECT_GT(after.score, before);
  const Json& apart = after.metrics["decomposition"];
  EXPECT_GT(apart["levels_PSNR"].get<double>(), apart["PSNR"].get<double>()) << "the true latent says more";
  const Json& fusion = after.metrics["fusion"];
  EXPECT_NEAR(after.score, fusion["weakest_SSIM"].get<double>() + apart["SSIM"].get<double>(), 1e-12);
}

TEST_F(Inversions, HaveTheLossesThatAreAskedFor) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(this->Names(New().Step(Batch(0), Place(1))),
            (Names{"fusion.forward", "fusion.latent", "fusion.reverse", "fusion.intensity", "fusion.texture",
                   "fusion.qabf", "fusion.total"}))
      << "VIF wants more than 32 pixels";
  options_.inversion_loss.latent_weight = 0;
  options_.inversion_loss.reverse_weight = 0;
  options_.inversion_loss.score_weight = 0;
  options_.fusion_loss.texture_weight = 0;
  options_.fusion_loss.intensity_weight = 0;
  EXPECT_EQ(this->Names(New().Step(Batch(0), Place(1))), (Names{"fusion.forward", "fusion.total"}));
}

TEST_F(Inversions, GoOnExactlyFromTheirState) {
  Inversion straight = New();
  for (const int64_t step : {0, 1, 2}) straight.Step(Batch(step), {0, step, 16});
  Inversion first = New();
  first.Step(Batch(0), {0, 0, 16});
  const NamedTensors saved = Copy(first.State());
  Inversion second = New(99);  // other weights, other orders, no ActNorm yet
  {
    const torch::NoGradGuard no_grad;
    for (auto& [name, tensor] : second.State()) Tensor(tensor).copy_(saved.at(name));
  }
  for (const int64_t step : {1, 2}) second.Step(Batch(step), {0, step, 16});
  EXPECT_TRUE(SameBelow("", straight.State(), second.State()));
  EXPECT_EQ(straight.Validate(slices_).metrics, second.Validate(slices_).metrics);
}

TEST_F(Inversions, ThreadsAndRecomputingChangeNoBit) {
  threads_ = 1;
  Inversion alone = New();
  threads_ = 3;
  Inversion shared = New();
  options_.stage.recompute = true;
  Inversion again = New();
  for (const int64_t step : {0, 1, 2})
    for (Inversion* objective : {&alone, &shared, &again}) objective->Step(Batch(step), Place(step));
  EXPECT_TRUE(SameBelow("", alone.State(), shared.State()));
  EXPECT_TRUE(SameBelow("", alone.State(), again.State()));
  EXPECT_EQ(alone.Validate(slices_).metrics, shared.Validate(slices_).metrics);
}

TEST_F(Inversions, AccumulateAndRoundAndStayFinite) {
  for (const char* precision : {"float32", "bfloat16"}) {
    options_.stage.precision = precision;
    options_.stage.accumulate = 3;
    Inversion objective = New();
    const StepOutcome outcome = objective.Step(Batch(0), Place(1));
    EXPECT_TRUE(outcome.taken()) << precision;
    for (const auto& [name, tensor] : objective.State())
      EXPECT_TRUE(torch::isfinite(tensor.to(torch::kFloat64)).all().item<bool>()) << precision << ' ' << name;
  }
}

TEST_F(Inversions, AreWhatTheMethodSays) {
  const TrainOptions ours = options_.Resolved();
  EXPECT_EQ(ours.task, Task::kFusion);
  EXPECT_EQ(ours.network.fusion.fuser, FuserKind::kInn);
  EXPECT_EQ(ours.network.fusion.inn_output, InnOutput::kClamp);
  EXPECT_EQ(ours.adversary.weight, 0);
  options_.fusion_loss.paper_strict = true;
  options_.fusion_learning_rate = {};
  const TrainOptions published = options_.Resolved();
  EXPECT_EQ(published.network.fusion.inn_output, InnOutput::kSigmoid);
  EXPECT_EQ(published.network.fusion.inn_subnet, InnSubnet::kRelu);
  EXPECT_EQ(published.network.fusion.inn_mixing, InnMixing::kPermutation);
  EXPECT_EQ(published.inversion_loss.latent_samples, LatentSamples::kImages);
  EXPECT_EQ(published.inversion_loss.score_weight, 0);
  EXPECT_EQ(published.fusion_learning_rate, 3e-4);
  EXPECT_GT(published.fusion_halve_every, published.stage.epochs) << "its rate does not fall by plan";
  EXPECT_EQ(published.fusion_loss.texture_weight, 0);
  EXPECT_EQ(published.fusion_loss.intensity_weight, 0);
  options_.network.profile = "small";
  options_.network.fusion.inn_width = {};
  EXPECT_EQ(options_.Resolved().network.fusion.inn_width, 32) << "as published, whatever the profile";
  EXPECT_EQ(options_.Resolved().network.fusion.inn_blocks, 1);
  EXPECT_EQ(this->Names(New().Step(Batch(0), Place(1))),
            (std::vector<std::string>{"fusion.forward", "fusion.latent", "fusion.reverse", "fusion.total"}));
  options_.inversion_loss.score_weight = 0.3;
  EXPECT_F4S_ERROR(static_cast<void>(options_.Resolved()), ErrorKind::kUsage, "train.paper_strict");
}

TEST_F(Inversions, RefuseWhatTheMethodCannotDo) {
  const auto refused = [&](const auto& change, const char* code) {
    TrainOptions options = options_;
    change(options);
    EXPECT_F4S_ERROR(static_cast<void>(options.Resolved()), ErrorKind::kUsage, code);
  };
  refused([](TrainOptions& o) { o.task = Task::kBoth; }, "train.method");
  refused([](TrainOptions& o) { o.network.input = NetworkInput::kImages; }, "train.method");
  refused([](TrainOptions& o) { o.network.fusion.fuser = FuserKind::kDecomposing; }, "train.method");
  refused([](TrainOptions& o) { o.fusion_loss.vif_weight = 1; }, "train.method");
  refused([](TrainOptions& o) { o.adversary.weight = 0.5; }, "train.method");
  refused([](TrainOptions& o) { o.method = "fuse4seg", o.network.fusion.fuser = FuserKind::kInn; },
          "train.fuser");
  options_.inversion_loss.latent_patch = 8;
  EXPECT_F4S_ERROR(Inversion(NewNetwork(1), options_.Resolved(), {.regions = {}, .side = 4}, torch::kCPU, 1),
                   ErrorKind::kUsage, "train.latent_patch");
}

TEST_F(Inversions, RaiseVifInSquaresThatAreLargeEnough) {
  options_.fusion_loss.texture_weight = options_.fusion_loss.intensity_weight = 0;
  const SliceBatch batch = BatchPlan(slices_, options_.sampling, 48, 0, 3).Make(0);
  EXPECT_EQ(this->Names(New().Step(batch, Place(1))),
            (std::vector<std::string>{"fusion.forward", "fusion.latent", "fusion.reverse", "fusion.vif",
                                      "fusion.qabf", "fusion.total"}));
}

TEST_F(Inversions, WantAnInvertibleNetwork) {
  options_.method = "fuse4seg";
  options_.task = Task::kFusion;
  const Network other = NewNetwork(1);
  EXPECT_F4S_ERROR(Inversion(other, options_.Resolved(), {}, torch::kCPU, 1), ErrorKind::kConfig,
                   "network.fuser");
}

}  // namespace
}  // namespace f4s

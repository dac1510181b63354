// Training by cross-modal self-attention distillation: when it counts, and that it does what it says.

#include "tests/unit/train/objective_fixture.h"

#include "libfuse4seg/loss/distillation_loss.h"
#include "tests/support/expect_error.h"

namespace f4s {
namespace {

using torch::Tensor;

class Csad : public Objectives {
 protected:
  Csad() {
    options_.method = "csad";
    options_.stage.epochs = 7;
    options_.network.segmentation.width = 4;
    options_.sampling.augmentation = AugmentationKind::kSimple;
  }
  static bool Distilled(const StepOutcome& outcome) {
    for (const auto& [name, value] : outcome.losses)
      if (name == "segmentation.distillation") return true;
    return false;
  }
  /// How far apart the modalities look, on a batch.
  double Apart(Network network) const {
    const torch::NoGradGuard no_grad;
    std::vector<Tensor> energies;
    static_cast<void>(network->segmentation->AllLogits(Batch(0).images, &energies));
    return DistillationLoss(energies, energies).item<double>();
  }
};

TEST_F(Csad, BeginsAfterTwoSeventhsOfTheEpochs) {
  Cooperation objective = New();
  EXPECT_FALSE(Distilled(objective.Step(Batch(0), Place(1))));
  const StepOutcome later = objective.Step(Batch(1), Place(2));
  ASSERT_TRUE(Distilled(later));
  EXPECT_GT(Loss(later, "segmentation.distillation"), 0);
  options_.distillation.begin = 0;
  EXPECT_TRUE(Distilled(New().Step(Batch(0), Place(0))));
  options_.distillation.weight = 0;
  EXPECT_FALSE(Distilled(New().Step(Batch(0), Place(6)))) << "switched off";
}

TEST_F(Csad, ReportsTheLossOfTheWholeBatch) {
  // Whatever the shards and parts of the batch.
  options_.distillation.begin = 0;
  options_.sampling.batch_size = 4;
  const double whole = Loss(New().Step(Batch(0), Place(0)), "segmentation.distillation");
  EXPECT_NEAR(whole, Apart(NewNetwork(1)), 1e-6 * whole);
  options_.stage.accumulate = 2;
  EXPECT_NEAR(Loss(New().Step(Batch(0), Place(0)), "segmentation.distillation"), whole, 1e-6 * whole);
}

TEST_F(Csad, DrawsTheModalitiesTogether) {
  options_.distillation.begin = 0;
  const auto after = [&](double weight) {
    options_.distillation.weight = weight;
    Cooperation objective = New();
    for (int64_t step = 0; step < 12; ++step) objective.Step(Batch(step), Place(0));
    return Apart(objective.network());
  };
  EXPECT_LT(after(10), 0.5 * after(0));
}

TEST_F(Csad, ThreadsAndRecomputationChangeNoBit) {
  options_.distillation.begin = 0;
  options_.sampling.batch_size = 5;
  const auto trained = [&](int threads, bool recompute) {
    threads_ = threads;
    options_.stage.recompute = recompute;
    Cooperation objective = New();
    for (const int64_t step : {0, 1, 2}) objective.Step(Batch(step), Place(step));
    return Copy(objective.State());
  };
  const NamedTensors alone = trained(1, false);
  EXPECT_TRUE(SameBelow("", alone, trained(3, false)));
  EXPECT_TRUE(SameBelow("", alone, trained(2, true)));
}

TEST_F(Csad, OptionsOfTheMethod) {
  const TrainOptions csad = options_.Resolved();
  EXPECT_EQ(csad.network.segmentation.segmenter, SegmenterKind::kCsad);
  EXPECT_EQ(csad.network.input, NetworkInput::kImages);
  EXPECT_EQ(csad.task, Task::kSegmentation);
  EXPECT_EQ(csad.distillation.weight, 0.1);
  EXPECT_EQ(csad.distillation.begin, 2);
  const auto refused = [&](const auto& change) {
    TrainOptions options = options_;
    change(options);
    EXPECT_F4S_ERROR(static_cast<void>(options.Resolved()), ErrorKind::kUsage, "train.method");
  };
  refused([](TrainOptions& o) { o.network.segmentation.segmenter = SegmenterKind::kUnet; });
  refused([](TrainOptions& o) { o.network.input = NetworkInput::kFused; });
  refused([](TrainOptions& o) { o.task = Task::kFusion; });
  options_.method = "unet";
  EXPECT_EQ(options_.Resolved().distillation.weight, 0)
      << "without encoders for each there is nothing to draw";
  options_.distillation.weight = 0.1;
  EXPECT_F4S_ERROR(static_cast<void>(options_.Resolved()), ErrorKind::kUsage, "train.distillation");
}

}  // namespace
}  // namespace f4s

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "libfuse4seg/loss/fusion_loss.h"
#include "libfuse4seg/train/cooperation.h"
#include "libfuse4seg/train/reconstruction.h"
#include "libfuse4seg/train/sharded_pass.h"
#include "libfuse4seg/train/torch_device.h"
#include "libfuse4seg/train/validation.h"
#include "tests/support/expect_error.h"
#include "tests/unit/train/toy.h"

namespace f4s {
namespace {

using torch::Tensor;

class Objectives : public testing::Test {
 protected:
  Objectives() {
    MakeTorchDeterministic();
    options_.sampling.batch_size = 2;
    options_.fusion_learning_rate = 1e-3;
    options_.segmentation_learning_rate = 0.01;
    options_.segmentation_warmup_steps = 1;
    options_.stage.epochs = 4;
    options_.warmup_epochs = 1;
    options_.network.segmentation.levels = 2;
    options_.network.segmentation.dim = 16;
    options_.network.segmentation.blocks = 1;
  }

  Network NewNetwork(uint64_t seed) const {
    const TrainOptions options = options_.Resolved();
    Network network(options.network, 2, options.segments() ? 3 : 0, options.fuses());
    Initialise(*network, seed);
    return network;
  }
  Cooperation New(uint64_t seed = 1) const {
    return {NewNetwork(seed), options_.Resolved(), {.regions = regions_}, torch::kCPU, threads_};
  }
  StepPlace Place(int64_t epoch) const { return {epoch, epoch * 4, 16}; }
  SliceBatch Batch(int64_t step) const { return BatchPlan(slices_, options_.sampling, 32, 0, 3).Make(step); }
  static double Loss(const StepOutcome& outcome, const std::string& name) {
    for (const auto& [key, value] : outcome.losses)
      if (key == name) return value.item<double>();
    ADD_FAILURE() << "no loss " << name;
    return 0;
  }
  static NamedTensors Copy(const NamedTensors& tensors) {
    NamedTensors copy;
    for (const auto& [name, tensor] : tensors) copy[name] = tensor.clone();
    return copy;
  }
  static bool SameBelow(const std::string& prefix, const NamedTensors& a, const NamedTensors& b) {
    for (const auto& [name, tensor] : a)
      if (name.starts_with(prefix) && !tensor.equal(b.at(name))) return false;
    return true;
  }

  Scratch scratch_;
  const SliceDataset slices_{ToyCases(scratch_.folder(), 5), kToyClasses, true, kPlenty};
  const std::vector<Region> regions_ = RegionsOfClasses(kToyClasses, {{"whole", {1, 4}}});
  TrainOptions options_;
  int threads_ = 2;
};

TEST_F(Objectives, AStepDecreasesTheLoss) {
  for (const char* bilevel : {"joint", "none"})
    for (const char* input : {"fused", "images", "both"}) {
      options_.bilevel = bilevel;
      options_.network.input = input;
      Cooperation objective = New();
      const SliceBatch batch = Batch(0);
      const StepOutcome before = objective.Step(batch, Place(1)), after = objective.Step(batch, Place(1));
      EXPECT_LT(Loss(after, "fusion.total"), Loss(before, "fusion.total")) << bilevel << ' ' << input;
      EXPECT_LT(Loss(after, "segmentation.total"), Loss(before, "segmentation.total"))
          << bilevel << ' ' << input;
    }
}

TEST_F(Objectives, TheSegmentationLossReachesTheFusionNetworkWhereItShould) {
  options_.fusion_weight = 0;  // all that moves the fusion network comes from the segmentation loss
  const auto moves = [&](int64_t epoch) {
    Cooperation objective = New();
    const NamedTensors before = Copy(objective.State());
    const StepOutcome outcome = objective.Step(Batch(0), Place(epoch));
    const bool moved = !SameBelow("network.fusion.", before, objective.State());
    EXPECT_EQ(outcome.gradient_norms.front().second.item<double>() > 0, moved);
    EXPECT_FALSE(SameBelow("network.segmentation.", before, objective.State()));
    return moved;
  };
  EXPECT_TRUE(moves(1));
  EXPECT_FALSE(moves(0)) << "the warm-up is the fusion loss's alone";
  options_.network.input = "both";
  EXPECT_TRUE(moves(1));
  options_.network.input = "images";
  EXPECT_FALSE(moves(1)) << "the segmentation network does not see the fused image";
  options_.network.input = "fused";
  options_.bilevel = "none";
  EXPECT_FALSE(moves(1));
}

TEST_F(Objectives, TasksLeaveWhatIsNotTheirs) {
  options_.task = "segmentation";
  Cooperation follower = New();
  const NamedTensors before = Copy(follower.State());
  const StepOutcome outcome = follower.Step(Batch(0), Place(1));
  EXPECT_TRUE(SameBelow("network.fusion.", before, follower.State()));
  EXPECT_EQ(outcome.gradient_norms.size(), 1U);
  options_.task = "fusion";
  Cooperation leader = New();
  EXPECT_TRUE(leader.network()->segmentation.is_empty());
  SliceBatch unlabelled = Batch(0);
  unlabelled.labels = Tensor();
  EXPECT_EQ(leader.Step(unlabelled, Place(1)).losses.size(), 4U);
}

TEST_F(Objectives, GoOnExactlyFromTheirState) {
  Cooperation straight = New();
  for (const int64_t step : {0, 1, 2}) straight.Step(Batch(step), Place(step));
  Cooperation first = New();
  first.Step(Batch(0), Place(0));
  const NamedTensors saved = Copy(first.State());
  Cooperation second = New(99);
  {
    const torch::NoGradGuard no_grad;
    for (auto& [name, tensor] : second.State()) Tensor(tensor).copy_(saved.at(name));
  }
  for (const int64_t step : {1, 2}) second.Step(Batch(step), Place(step));
  EXPECT_TRUE(SameBelow("", straight.State(), second.State()));
  const Validation a = straight.Validate(slices_), b = second.Validate(slices_);
  EXPECT_EQ(a.metrics, b.metrics);
  EXPECT_EQ(a.score, b.score);
}

TEST_F(Objectives, ThreadsChangeNoBit) {
  options_.sampling.batch_size = 5;
  threads_ = 1;
  Cooperation alone = New();
  threads_ = 3;
  Cooperation shared = New();
  for (const int64_t step : {0, 1, 2}) {
    alone.Step(Batch(step), Place(step));
    shared.Step(Batch(step), Place(step));
  }
  EXPECT_TRUE(SameBelow("", alone.State(), shared.State()));
  EXPECT_EQ(alone.Validate(slices_).metrics, shared.Validate(slices_).metrics);
}

TEST_F(Objectives, ShardsAddUpToTheGradientOfTheBatch) {
  options_.sampling.batch_size = 3;
  const TrainOptions options = options_.Resolved();
  Network network = NewNetwork(1);
  const SliceBatch batch = Batch(0);
  const auto loss = [&](const std::vector<Tensor>& outputs) {
    return FusionLoss(outputs[0], outputs[1], batch.images, outputs[2], options.fusion_loss).total;
  };
  const auto outputs = [&](const Tensor& images) {
    const FusionOutput output = network->fusion(images);
    return std::vector<Tensor>{output.modalities.base, output.modalities.detail, output.fused};
  };
  const NamedParameters parameters = NamedParametersOf(*network->fusion, "fusion");
  loss(outputs(batch.images)).backward();
  std::vector<Tensor> whole;
  for (const auto& [name, parameter] : parameters)
    whole.push_back(parameter.grad().defined() ? parameter.grad().clone() : Tensor());
  for (const int64_t shard_size : {1, 2, 3}) {
    ShardedPass pass(3, shard_size, 2);
    loss(pass.Forward([&](int64_t begin, int64_t end) {
      return outputs(batch.images.slice(0, begin, end));
    })).backward();
    pass.Backward(parameters);
    for (size_t i = 0; i < whole.size(); ++i) {
      ASSERT_EQ(whole[i].defined(), parameters[i].second.grad().defined()) << parameters[i].first;
      if (whole[i].defined()) {
        EXPECT_TRUE(torch::allclose(whole[i], parameters[i].second.grad(), 1e-3, 1e-5))
            << parameters[i].first;
      }
    }
  }
}

TEST(Shards, AFailureComesOut) {
  const auto work = [](int64_t i) {
    if (i >= 2) throw Error(ErrorKind::kInternal, "test." + std::to_string(i), "as wanted");
  };
  EXPECT_F4S_ERROR(ForEachShard(5, 3, work), ErrorKind::kInternal, "test.2");
}

TEST_F(Objectives, ThePretrainedEncoderLearnsSlowlyAtFirst) {
  const TrainOptions options = options_.Resolved();
  const auto rates = [&](bool pretrained, int64_t epoch) {
    Cooperation objective(NewNetwork(1), options, {.regions = regions_, .pretrained = pretrained},
                          torch::kCPU, 1);
    const auto rate = objective.Step(Batch(0), Place(epoch)).learning_rates;
    return rate.at(1).second / rate.at(0).second;
  };
  EXPECT_DOUBLE_EQ(rates(true, 0), options.encoder_slow_factor);
  EXPECT_DOUBLE_EQ(rates(true, options.encoder_slow_epochs), 1);
  EXPECT_DOUBLE_EQ(rates(false, 0), 1);
}

TEST_F(Objectives, ReconstructionLearnsWithEncoderAndDecoderAlone) {
  PretrainOptions options;
  options.learning_rate = 1e-3;
  options.stage.epochs = 4;
  options_.task = "fusion";
  Reconstruction objective(NewNetwork(1), options.Resolved(), torch::kCPU, 2);
  const NamedTensors before = Copy(objective.State());
  const double first = Loss(objective.Step(Batch(0), Place(0)), "total");
  EXPECT_LT(Loss(objective.Step(Batch(0), Place(0)), "total"), first);
  const NamedTensors after = objective.State();
  EXPECT_FALSE(SameBelow("network.fusion.encoder.", before, after));
  EXPECT_FALSE(SameBelow("network.fusion.decoder.", before, after));
  for (const char* idle :
       {"network.fusion.base_fusion.", "network.fusion.detail_fusion.", "network.fusion.mix_"})
    EXPECT_TRUE(SameBelow(idle, before, after)) << idle;
  const Validation validation = objective.Validate(slices_);
  EXPECT_DOUBLE_EQ(validation.score, -FindPath(validation.metrics, "reconstruction.total")->get<double>());
}

TEST_F(Objectives, DiceIsOfStackedSlicesOfEachVolume) {
  auto cases = ToyCases(scratch_.folder(), 3);
  for (int i = 0; i < 2; ++i)  // the first two of one volume, the third a picture
    cases[static_cast<size_t>(i)].record.json()["geometry"]["volume"] =
        Json::parse(Cat(R"({"id":"v","axis":"axial","slice":)", i, R"(,"slices":2,"size":[40,32,2],)",
                        R"("voxel_from_pixel":[[1,0,0],[0,1,0],[0,0,)", i, R"(]],)",
                        R"("world_from_voxel":[[1,0,0,0],[0,1,0,0],[0,0,1,0],[0,0,0,1]]})"));
  const SliceDataset set(cases, kToyClasses, true, kPlenty);
  const SliceBatch batch = WholeSlices(set, {0, 1, 2});
  double mean = 0;
  DiceScorer perfect(regions_);
  perfect.Add(set, batch, batch.labels);
  EXPECT_EQ(perfect.Means(mean), Json({{"whole", {{"dice", 1.0}}}}));
  Tensor half = batch.labels.clone();
  half[0].zero_();
  DiceScorer halved(regions_);
  halved.Add(set, batch, half);
  static_cast<void>(halved.Means(mean));
  EXPECT_DOUBLE_EQ(mean, (2.0 / 3 + 1) / 2)
      << "half of the volume's 288 pixels are found, and all of the picture's";
  EXPECT_EQ(RegionsOfClasses(kToyClasses, {}), (std::vector<Region>{{"1", {1}}, {"4", {2}}}));
}

TEST_F(Objectives, FusionIsScoredByTheSuitesMetrics) {
  const SliceDataset set(ToyCases(scratch_.folder(), 2, 48, 44), kToyClasses, true, kPlenty);
  const SliceBatch batch = WholeSlices(set, {0, 1});
  FusionScorer scorer({1});
  scorer.Add(batch, batch.images.mean(1, true));
  double sum = 0;
  const Json means = scorer.Means(sum);
  std::vector<FusionSource> sources(2);
  LevelImage fused = {48, 44, {}};
  const auto slice = set.Read(1);
  for (size_t m = 0; m < 2; ++m) sources[m] = {std::to_string(m), {48, 44, slice->planes[m]}};
  for (size_t i = 0; i < 48 * 44; ++i)
    fused.levels.push_back(static_cast<uint8_t>((slice->planes[0][i] + slice->planes[1][i] + 1) / 2));
  const FusionScores wanted = ScoreFusion(fused, sources);
  EXPECT_NEAR(means.at("VIF").get<double>(), wanted.vif.value(), 1e-3);
  EXPECT_NEAR(means.at("Qabf").get<double>(), wanted.qabf.value(), 1e-3);
  EXPECT_DOUBLE_EQ(sum, means.at("VIF").get<double>() + means.at("Qabf").get<double>());
}

TEST(EvenlySpaced, CoversAll) {
  EXPECT_EQ(EvenlySpaced(5, 0), (std::vector<int64_t>{0, 1, 2, 3, 4}));
  EXPECT_EQ(EvenlySpaced(5, 9).size(), 5U);
  EXPECT_EQ(EvenlySpaced(100, 2), (std::vector<int64_t>{25, 75}));
}

}  // namespace
}  // namespace f4s

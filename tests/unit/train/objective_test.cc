#include <gtest/gtest.h>
#include <torch/torch.h>

#include "libfuse4seg/loss/fusion_loss.h"
#include "libfuse4seg/train/objective/reconstruction.h"
#include "libfuse4seg/train/objective/sharded_pass.h"
#include "libfuse4seg/train/objective/validation.h"
#include "tests/support/expect_error.h"
#include "tests/support/set_option.h"
#include "tests/unit/train/objective_fixture.h"

namespace f4s {
namespace {

using torch::Tensor;

TEST_F(Objectives, AStepDecreasesTheLoss) {
  for (const char* bilevel : {"joint", "none", "gauss-newton"})
    for (const char* input : {"fused", "images", "both", "features", "concatenated"}) {
      Set(options_, "bilevel", bilevel);
      Set(options_, "input", input);
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
  options_.network.input = NetworkInput::kBoth;
  EXPECT_TRUE(moves(1));
  options_.network.input = NetworkInput::kImages;
  EXPECT_FALSE(moves(1)) << "the segmentation network does not see the fused image";
  options_.network.input = NetworkInput::kFused;
  options_.bilevel = BilevelMode::kNone;
  EXPECT_FALSE(moves(1));
}

TEST_F(Objectives, TasksLeaveWhatIsNotTheirs) {
  options_.task = Task::kSegmentation;
  Cooperation follower = New();
  const NamedTensors before = Copy(follower.State());
  const StepOutcome outcome = follower.Step(Batch(0), Place(1));
  EXPECT_TRUE(SameBelow("network.fusion.", before, follower.State()));
  EXPECT_EQ(outcome.gradient_norms.size(), 1U);
  options_.task = Task::kFusion;
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
    Gradients gradients(parameters);
    pass.Backward({&gradients});
    for (size_t i = 0; i < whole.size(); ++i) {
      ASSERT_EQ(whole[i].defined(), parameters[i].second.grad().defined()) << parameters[i].first;
      if (whole[i].defined()) {
        EXPECT_TRUE(torch::allclose(whole[i], parameters[i].second.grad(), 1e-3, 1e-5))
            << parameters[i].first;
      }
    }
  }
}

TEST_F(Objectives, ComputingActivationsAgainChangesNoBit) {
  options_.sampling.batch_size = 5;
  for (const char* bilevel : {"joint", "gauss-newton"}) {
    Set(options_, "bilevel", bilevel);
    options_.stage.recompute = false;
    Cooperation keeps = New();
    options_.stage.recompute = true;
    Cooperation computes = New();
    for (const int64_t step : {0, 1, 2}) {
      keeps.Step(Batch(step), Place(step));
      computes.Step(Batch(step), Place(step));
    }
    EXPECT_TRUE(SameBelow("", keeps.State(), computes.State())) << bilevel;
  }
}

TEST_F(Objectives, AccumulatedBatchesGiveTheMeanOfTheirGradients) {
  options_.sampling.batch_size = 4;
  // Losses that are means over slices, so that the parts' mean is the whole's; correlation is none.
  options_.task = Task::kFusion;
  options_.fusion_loss.sigma = 0;
  const SliceBatch batch = Batch(0);
  const auto gradients = [&](int64_t accumulate) {
    options_.stage.accumulate = accumulate;
    const Network network = NewNetwork(1);
    BilevelTerms terms(network, options_.Resolved(), {}, torch::kCPU, 2);
    StepOutcome outcome;
    terms.Gradients(batch, Place(1), {}, outcome);
    NamedTensors all;
    for (const auto& [name, parameter] : terms.leader())
      if (parameter.grad().defined()) all[name] = parameter.grad().clone();
    all["loss"] = torch::tensor(Loss(outcome, "fusion.total"));
    return all;
  };
  const NamedTensors whole = gradients(1), parts = gradients(3);
  ASSERT_EQ(whole.size(), parts.size());
  for (const auto& [name, gradient] : whole)
    EXPECT_TRUE(torch::allclose(gradient, parts.at(name), 1e-3, 1e-5)) << name;
}

TEST_F(Objectives, RoundedProductsKeepWeightsAndLossesInFloat32) {
  const auto first = [&](const std::string& precision) {
    options_.stage.precision = precision;
    Cooperation objective = New();
    const StepOutcome outcome = objective.Step(Batch(0), Place(1));
    for (const auto& [name, tensor] : objective.State())
      EXPECT_NE(tensor.scalar_type(), torch::kBFloat16) << name;
    for (const auto& [name, loss] : outcome.losses) EXPECT_EQ(loss.scalar_type(), torch::kFloat32) << name;
    return Loss(outcome, "segmentation.total") + Loss(outcome, "fusion.total");
  };
  const double exact = first("float32"), rounded = first("bfloat16");
  EXPECT_NE(exact, rounded);
  EXPECT_NEAR(exact, rounded, 0.02 * exact);
  EXPECT_EQ(rounded, first("bfloat16")) << "rounding is the same each time";
}

TEST_F(Objectives, TheUNetLearnsAsNnunetDoes) {
  options_.method = "unet";
  options_.segmentation_learning_rate = {};
  const TrainOptions resolved = options_.Resolved();
  EXPECT_EQ(resolved.task, Task::kSegmentation);
  EXPECT_EQ(resolved.network.input, NetworkInput::kImages);
  EXPECT_EQ(resolved.network.segmentation.segmenter, SegmenterKind::kUnet);
  EXPECT_EQ(resolved.sampling.augmentation, AugmentationKind::kNnunet);
  EXPECT_EQ(resolved.momentum, 0.99);
  Network network(resolved.network, 2, 3, resolved.fuses());
  Initialise(*network, 1);
  EXPECT_TRUE(network->fusion.is_empty());
  Cooperation objective(network, resolved, {.regions = regions_}, torch::kCPU, 2);
  const SliceBatch batch = Batch(0);
  const StepOutcome before = objective.Step(batch, Place(1));
  for (int i = 0; i < 4; ++i) objective.Step(batch, Place(1));
  const StepOutcome after = objective.Step(batch, Place(1));
  EXPECT_EQ(before.losses.size(), 3U);
  EXPECT_LT(Loss(after, "segmentation.total"), Loss(before, "segmentation.total"));
  EXPECT_TRUE(objective.Validate(slices_).metrics.contains("mean_dice"));
}

TEST(Options, ThePapersLetterIsOneSwitch) {
  TrainOptions train;
  train.fusion_loss.paper_strict = true;
  PretrainOptions pretrain;
  pretrain.paper_strict = true;
  for (const AdversarialLossOptions& loss :
       {train.Resolved().adversary.loss, pretrain.Resolved().adversary.loss}) {
    EXPECT_EQ(loss.generator_loss, GeneratorGoal::kSaturating);
    EXPECT_EQ(loss.real_label, 1);
    EXPECT_EQ(loss.r1_every, 0);
  }
  EXPECT_EQ(TrainOptions().Resolved().adversary.loss.generator_loss, GeneratorGoal::kNonSaturating);
  EXPECT_EQ(PretrainOptions().Resolved().adversary.loss.real_label, 0.9);
}

TEST_F(Objectives, SigmaZeroIsTheRunWithoutCorrelationLoss) {
  options_.task = Task::kFusion;
  options_.fusion_loss.sigma = 0;
  const SliceBatch batch = Batch(0);
  Network network = NewNetwork(1);
  BilevelTerms terms(network, options_.Resolved(), {}, torch::kCPU, 2);
  StepOutcome outcome;
  terms.Gradients(batch, Place(1), {}, outcome);
  std::vector<Tensor> with;
  for (const auto& [name, parameter] : terms.leader())
    with.push_back(parameter.grad().defined() ? parameter.grad().clone() : torch::zeros_like(parameter));
  terms.leader_gradients().Clear();
  const Tensor fused = network->fusion(batch.images).fused;
  const FusionLossOptions weights = options_.fusion_loss;
  (weights.intensity_weight * IntensityLoss(batch.images, fused, weights) +
   weights.texture_weight * TextureLoss(batch.images, fused))
      .backward();
  for (size_t i = 0; i < with.size(); ++i) {
    const auto& [name, parameter] = terms.leader()[i];
    const Tensor alone = parameter.grad().defined() ? parameter.grad() : torch::zeros_like(parameter);
    EXPECT_TRUE(torch::allclose(with[i], alone, 1e-3, 1e-5)) << name;
  }
}

TEST_F(Objectives, NothingMovesOnWhatIsNotFinite) {
  for (const char* bilevel : {"joint", "none", "alternate"}) {
    Set(options_, "bilevel", bilevel);
    Cooperation objective = New();
    SliceBatch batch = Batch(0);
    batch.images[0][0][3][3] = std::numeric_limits<float>::quiet_NaN();
    const NamedTensors before = Copy(objective.State());
    EXPECT_FALSE(objective.Step(batch, Place(1)).taken()) << bilevel;
    EXPECT_TRUE(SameBelow("", before, objective.State())) << bilevel;
    EXPECT_TRUE(objective.Step(Batch(0), Place(1)).taken()) << bilevel;
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
  options_.task = Task::kFusion;
  Reconstruction objective(NewNetwork(1), options.Resolved(),
                           Adversary(options.adversary, 0, 32, 1, torch::kCPU), torch::kCPU, 2);
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

TEST_F(Objectives, DiceIsOfAllSlicesOfASubject) {
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
  EXPECT_EQ(perfect.Means(mean), Json({{"whole", {{"dice", 1.0}, {"n", 2}}}}));
  EXPECT_TRUE(perfect.Warnings().empty());
  Tensor half = batch.labels.clone();
  half[0].zero_();
  DiceScorer halved(regions_);
  halved.Add(set, batch, half);
  static_cast<void>(halved.Means(mean));
  EXPECT_DOUBLE_EQ(mean, (2.0 / 3 + 1) / 2)
      << "half of the volume's 288 pixels are found, and all of the picture's";
  const std::vector<WeakSlice> weakest = halved.Weakest(5);
  ASSERT_EQ(weakest.size(), 2U);
  EXPECT_EQ(weakest[0].index, 0);
  EXPECT_DOUBLE_EQ(weakest[0].subject["segmentation"]["whole"]["dice"].get<double>(), 2.0 / 3);
  EXPECT_EQ(halved.Weakest(1).size(), 1U);
  EXPECT_EQ(RegionsOfClasses(kToyClasses, {}), (std::vector<Region>{{"core", {1}}, {"rim", {2}}}));
  EXPECT_EQ(RegionsOfClasses({{3, ""}}, {}), (std::vector<Region>{{"3", {1}}}));
}

TEST_F(Objectives, ANetworkThatLabelsNothingIsNotGoodForSlicesWithoutTumour) {
  auto cases = ToyCases(scratch_.folder(), 4);
  for (auto& one : cases) one.record.json()["subject"] = "s";
  cases[3].record.json()["subject"] = "healthy";
  const SliceDataset set(cases, kToyClasses, true, kPlenty);
  SliceBatch batch = WholeSlices(set, {0, 1, 2, 3});
  for (const int64_t without : {1, 2, 3}) batch.labels[without].zero_();
  double mean = -1;
  DiceScorer nothing(regions_);
  nothing.Add(set, batch, torch::zeros_like(batch.labels));
  EXPECT_EQ(nothing.Means(mean), Json({{"whole", {{"dice", 0.0}, {"n", 1}}}}));
  EXPECT_EQ(mean, 0);
  EXPECT_EQ(nothing.Warnings().size(), 1U);
  DiceScorer wild(regions_);  // right where there is tumour, and as much again where there is none
  Tensor predicted = batch.labels.clone();
  predicted[1] = batch.labels[0];
  wild.Add(set, batch, predicted);
  static_cast<void>(wild.Means(mean));
  EXPECT_DOUBLE_EQ(mean, 2.0 / 3);
  DiceScorer undefined({{"rim", {2}}});
  batch.labels.zero_();
  undefined.Add(set, batch, batch.labels + 2);
  EXPECT_TRUE(undefined.Means(mean).at("rim").at("dice").is_null());
  EXPECT_EQ(undefined.Warnings().size(), 1U);
  DiceScorer unseen({{"rim", {2}}});  // what is ignored counts neither as missed nor as found
  unseen.Add(set, batch, torch::full_like(batch.labels, 2) * batch.labels.ne(0));
  batch.labels.fill_(kIgnoreLabel);
  unseen.Add(set, batch, torch::full_like(batch.labels, 2));
  EXPECT_TRUE(unseen.Means(mean).at("rim").at("dice").is_null());
  EXPECT_EQ(unseen.Warnings().size(), 2U);
}

TEST_F(Objectives, FusionIsScoredByTheSuitesMetrics) {
  const SliceDataset set(ToyCases(scratch_.folder(), 2, 48, 44), kToyClasses, true, kPlenty);
  const SliceBatch batch = WholeSlices(set, {0, 1});
  FusionScorer scorer({1});
  scorer.Add(batch, batch.images.mean(1, true));
  double sum = 0;
  const Json means = scorer.Means(sum);
  std::vector<FusionSource> sources(2);
  auto fused = ImageOn<uint8_t>(PictureGrid(48, 44));
  const auto slice = set.Read(1);
  for (size_t m = 0; m < 2; ++m) sources[m] = {std::to_string(m), std::get<Image<uint8_t>>(slice->planes[m])};
  for (size_t i = 0; i < 48 * 44; ++i)
    fused.samples[i] =
        static_cast<uint8_t>((sources[0].image.samples[i] + sources[1].image.samples[i] + 1) / 2);
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

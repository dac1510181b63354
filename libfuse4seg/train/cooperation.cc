#include "libfuse4seg/train/cooperation.h"

#include <torch/torch.h>

#include <algorithm>

#include "libfuse4seg/loss/fusion_loss.h"
#include "libfuse4seg/train/schedule.h"
#include "libfuse4seg/train/sharded_pass.h"
#include "libfuse4seg/train/validation.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kFusionShare = 0.1;  // of VIF and Qabf in the score
constexpr int64_t kMostWarmup = 500;  // steps

NamedParameters LeaderOf(const Network& network, bool learns) {
  return learns && !network->fusion.is_empty() ? NamedParametersOf(*network->fusion, "fusion")
                                               : NamedParameters();
}

NamedParameters FollowerOf(const Network& network) {
  return network->segmentation.is_empty() ? NamedParameters()
                                          : NamedParametersOf(*network->segmentation, "segmentation");
}

std::unique_ptr<Optimiser> FollowerMethod(const Network& network, const TrainOptions& options) {
  if (options.segmentation_optimiser == "adam")
    return std::make_unique<Adam>(FollowerOf(network), options.weight_decay);
  return std::make_unique<MomentumDescent>(FollowerOf(network), options.momentum, options.weight_decay);
}

ClassSets SetsOf(const std::vector<Region>& regions) {
  ClassSets sets;
  for (const Region& region : regions) sets.emplace_back(region.values.begin(), region.values.end());
  return sets;
}

}  // namespace

Cooperation::Cooperation(Network network, const TrainOptions& options, CooperationFacts facts,
                         const torch::Device& device, int threads)
    : network_(std::move(network)),
      options_(options),
      facts_(std::move(facts)),
      device_(device),
      threads_(threads),
      dice_sets_(options.dice_of == "regions" ? SetsOf(facts_.regions) : ClassSets()),
      leader_(LeaderOf(network_, options.task != "segmentation")),
      follower_(FollowerMethod(network_, options)) {}

StepOutcome Cooperation::Step(const SliceBatch& batch, const StepPlace& place) {
  network_->train();
  const bool reaches = options_.bilevel == "joint" && place.epoch >= options_.warmup_epochs;
  const Tensor images = batch.images.to(device_);
  ShardedPass pass(images.size(0), ShardSize(device_, images), threads_);
  const auto outputs =
      pass.Forward([&](int64_t begin, int64_t end) { return Outputs(images.slice(0, begin, end), reaches); });

  StepOutcome outcome;
  Tensor total = torch::zeros({}, images.options());
  if (options_.fuses()) {
    const auto losses = FusionLoss(outputs[0], outputs[1], images, outputs[2], options_.fusion_loss);
    if (learns_fusion()) total = total + options_.fusion_weight * losses.total;
    outcome.losses = {{"fusion.total", losses.total.detach()},
                      {"fusion.correlation", losses.correlation.detach()},
                      {"fusion.texture", losses.texture.detach()},
                      {"fusion.intensity", losses.intensity.detach()}};
  }
  if (options_.segments()) {
    const auto losses =
        SegmentationLoss(outputs.back(), batch.labels.to(device_), options_.segmentation_loss, dice_sets_);
    total = total + losses.total;
    outcome.losses.insert(outcome.losses.end(),
                          {{"segmentation.total", losses.total.detach()},
                           {"segmentation.cross_entropy", losses.cross_entropy.detach()},
                           {"segmentation.dice", losses.dice.detach()}});
  }
  total.backward();
  NamedParameters all = leader_.parameters();
  all.insert(all.end(), follower_->parameters().begin(), follower_->parameters().end());
  pass.Backward(all);
  if (learns_fusion()) StepFusion(place, outcome);
  if (options_.segments()) StepSegmentation(place, outcome);
  return outcome;
}

std::vector<Tensor> Cooperation::Outputs(const Tensor& images, bool reaches) {
  std::vector<Tensor> outputs;
  Tensor fused;
  if (options_.fuses()) {
    const torch::AutoGradMode gradients(learns_fusion());
    const FusionOutput output = network_->fusion(images);
    fused = output.fused;
    outputs = {output.modalities.base, output.modalities.detail, fused};
  }
  if (options_.segments()) {
    const Tensor seen = fused.defined() && !reaches ? fused.detach() : fused;
    outputs.push_back(network_->segmentation(network_->SegmentationInput(images, {}, seen)));
  }
  return outputs;
}

void Cooperation::StepFusion(const StepPlace& place, StepOutcome& outcome) {
  const double rate = HalvedRate(options_.fusion_learning_rate, place.epoch, options_.fusion_halve_every,
                                 options_.fusion_least_learning_rate);
  const bool slow = facts_.pretrained && place.epoch < options_.encoder_slow_epochs;
  const double encoder_rate = slow ? rate * options_.encoder_slow_factor : rate;
  outcome.gradient_norms.emplace_back("fusion",
                                      ClipGradients(leader_.parameters(), options_.fusion_gradient_clip));
  leader_.Step(
      [&](const std::string& name) { return name.starts_with("fusion.encoder.") ? encoder_rate : rate; });
  outcome.learning_rates.emplace_back("fusion", rate);
  outcome.learning_rates.emplace_back("fusion.encoder", encoder_rate);
}

void Cooperation::StepSegmentation(const StepPlace& place, StepOutcome& outcome) {
  const int64_t given = options_.segmentation_warmup_steps;
  const int64_t warmup = given > 0 ? given : std::clamp<int64_t>(place.steps / 20, 1, kMostWarmup);
  const double rate =
      PolyRate(options_.segmentation_learning_rate, place.step, place.steps, options_.poly_power, warmup);
  outcome.gradient_norms.emplace_back(
      "segmentation", ClipGradients(follower_->parameters(), options_.segmentation_gradient_clip));
  follower_->Step(rate);
  outcome.learning_rates.emplace_back("segmentation", rate);
}

Validation Cooperation::Validate(const SliceDataset& slices) {
  network_->eval();
  Validation result;
  FusionScorer fusion(EvenlySpaced(slices.size(), facts_.validation_slices));
  DiceScorer dice(facts_.regions);
  result.complete = ForEachWholeBatch(slices, [&](const SliceBatch& batch) {
    const auto [fused, predicted] = Predict(batch.images);
    if (fused.defined()) fusion.Add(batch, fused, threads_);
    if (predicted.defined()) dice.Add(slices, batch, predicted);
  });
  if (!result.complete) return result;
  double fusion_sum = 0, mean_dice = 0;
  if (options_.fuses()) result.metrics["fusion"] = fusion.Means(fusion_sum);
  if (options_.segments()) {
    result.metrics["segmentation"] = dice.Means(mean_dice);
    result.metrics["mean_dice"] = mean_dice;
  }
  result.score = mean_dice + kFusionShare * fusion_sum;
  return result;
}

std::pair<Tensor, Tensor> Cooperation::Predict(const Tensor& images) {
  const int64_t size = images.size(0), shard_size = ShardSize(device_, images);
  std::vector<Tensor> fused(static_cast<size_t>((size + shard_size - 1) / shard_size)), predicted = fused;
  ForEachShard(static_cast<int64_t>(fused.size()), threads_, [&](int64_t i) {
    const torch::NoGradGuard no_grad;
    const Tensor part = images.slice(0, i * shard_size, std::min(size, (i + 1) * shard_size)).to(device_);
    Tensor image;
    if (options_.fuses()) image = fused[static_cast<size_t>(i)] = network_->fusion(part).fused;
    if (options_.segments())
      predicted[static_cast<size_t>(i)] =
          network_->segmentation(network_->SegmentationInput(part, {}, image)).argmax(1);
  });
  return {options_.fuses() ? torch::cat(fused) : Tensor(),
          options_.segments() ? torch::cat(predicted) : Tensor()};
}

NamedTensors Cooperation::State() const {
  NamedTensors state;
  for (const auto& [name, tensor] : WeightsOf(*network_)) state["network." + name] = tensor;
  leader_.AddState("leader", state);
  follower_->AddState("follower", state);
  return state;
}

}  // namespace f4s

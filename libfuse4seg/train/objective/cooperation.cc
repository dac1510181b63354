#include "libfuse4seg/train/objective/cooperation.h"

#include <torch/torch.h>

#include "libfuse4seg/train/objective/bilevel_steps.h"
#include "libfuse4seg/train/objective/validation.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kFusionShare = 0.1;  // of VIF and Qabf in the score

}  // namespace

Cooperation::Cooperation(const Network& network, const TrainOptions& options, CooperationFacts facts,
                         const torch::Device& device, int threads)
    : options_(options),
      facts_(std::move(facts)),
      device_(device),
      threads_(threads),
      terms_(network, options, facts_, device, threads) {}

StepOutcome Cooperation::Step(const SliceBatch& batch, const StepPosition& position) {
  const bool warm = position.epoch >= options_.warmup_epochs, both = options_.task == Task::kBoth;
  StepOutcome outcome;
  if (both && options_.bilevel == BilevelMode::kAlternate)
    AlternateStep(terms_, batch, position, warm, outcome);
  else if (both && options_.bilevel == BilevelMode::kGaussNewton && warm)
    GaussNewtonStep(terms_, batch, position, outcome);
  else
    JointStep(terms_, batch, position, warm && options_.bilevel == BilevelMode::kJoint, outcome);
  return outcome;
}

Validation Cooperation::Validate(const SliceDataset& slices) {
  network()->eval();
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
    result.warnings = dice.Warnings();
  }
  result.score = mean_dice + kFusionShare * fusion_sum;
  if (options_.segments()) result.score_is = "mean Dice by subject";
  if (options_.fuses())
    result.score_is += Cat(options_.segments() ? " + " : "", kFusionShare, " (VIF + Qabf)");
  return result;
}

std::pair<Tensor, Tensor> Cooperation::Predict(const Tensor& images) {
  Network net = network();
  const int64_t size = images.size(0), shard_size = ShardSize(device_, images);
  std::vector<Tensor> fused(static_cast<size_t>((size + shard_size - 1) / shard_size)), predicted = fused;
  ForEachShard(static_cast<int64_t>(fused.size()), threads_, [&](int64_t i) {
    const torch::NoGradGuard no_grad;
    const Tensor part = images.slice(0, i * shard_size, std::min(size, (i + 1) * shard_size)).to(device_);
    FusionOutput output;
    if (options_.fuses()) output = net->fusion(part);
    fused[static_cast<size_t>(i)] = output.fused;
    if (options_.segments())
      predicted[static_cast<size_t>(i)] =
          net->segmentation->forward(net->SegmentationInput(part, {}, output)).argmax(1);
  });
  return {options_.fuses() ? torch::cat(fused) : Tensor(),
          options_.segments() ? torch::cat(predicted) : Tensor()};
}

NamedTensors Cooperation::State() const {
  NamedTensors state;
  for (const auto& [name, tensor] : WeightsOf(*network())) state["network." + name] = tensor;
  terms_.AddState(state);
  return state;
}

}  // namespace f4s

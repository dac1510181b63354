#include "libfuse4seg/train/objective/bilevel_terms.h"

#include <torch/torch.h>

#include <algorithm>

#include "libfuse4seg/loss/distillation_loss.h"
#include "libfuse4seg/loss/fusion_loss.h"
#include "libfuse4seg/loss/semantic_loss.h"
#include "libfuse4seg/nn/blocks/constants.h"
#include "libfuse4seg/train/objective/optimiser.h"
#include "libfuse4seg/train/objective/sharded_pass.h"
#include "libfuse4seg/train/objective/spread_part.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kMostWarmup = 500;  // steps
constexpr int kFusionOutputs = 3;     // base features, detail features, fused image

NamedParameters LeaderOf(const Network& network, bool learns) {
  return learns && !network->fusion.is_empty() ? NamedParametersOf(*network->fusion, "fusion")
                                               : NamedParameters();
}

NamedParameters FollowerOf(const Network& network) {
  return network->segmentation.is_empty() ? NamedParameters()
                                          : NamedParametersOf(*network->segmentation, "segmentation");
}

std::unique_ptr<Optimiser> FollowerMethod(const Network& network, const TrainOptions& options) {
  if (options.segmentation_optimiser == OptimiserKind::kAdam)
    return std::make_unique<Adam>(FollowerOf(network), options.weight_decay);
  return std::make_unique<MomentumDescent>(FollowerOf(network), options.momentum, options.weight_decay,
                                           options.nesterov);
}

ClassSets SetsOf(const std::vector<Region>& regions) {
  ClassSets sets;
  for (const Region& region : regions) sets.emplace_back(region.values.begin(), region.values.end());
  return sets;
}

}  // namespace

BilevelTerms::BilevelTerms(Network network, const TrainOptions& options, const CooperationFacts& facts,
                           const torch::Device& device, int threads)
    : network_(std::move(network)),
      options_(options),
      pretrained_(facts.pretrained),
      contrast_(facts.contrast),
      device_(device),
      threads_(threads),
      dice_sets_(options.dice_of == DiceOf::kRegions ? SetsOf(facts.regions) : ClassSets()),
      unions_(facts.unions),
      leader_(LeaderOf(network_, learns_fusion())),
      follower_(FollowerMethod(network_, options)),
      adversary_(options.adversary, learns_fusion() ? facts.modalities : 0, facts.side, facts.seed, device) {}

void BilevelTerms::Gradients(const SliceBatch& batch, const StepPosition& position, const LossParts& parts,
                             StepOutcome& outcome) {
  network_->train();
  const int64_t size = batch.size(), count = std::min(options_.stage.accumulate, size);
  for (int64_t i = 0; i < count; ++i) {
    const SliceBatch slices = PartOf(batch, size * i / count, size * (i + 1) / count);
    const SpreadPart spread(slices);
    Part part;
    part.images = Uploaded(slices.images, device_);
    if (slices.labels.defined()) part.labels = Uploaded(slices.labels, device_);
    part.share = static_cast<double>(part.images.size(0)) / static_cast<double>(size);
    part.first = i == 0;
    part.contrast = ContrastsAt(position);
    part.adversarial = learns_fusion() && adversary_.PlaysAt(position);
    part.distils = DistilsAt(position);
    AddGradients(part, parts, outcome);
  }
  if (Ranks::Here().alone()) return;
  std::vector<Tensor> gradients;
  for (f4s::Gradients* const player : Wanted(parts)) gradients.push_back(player->vector());
  Ranks::Here().SumGradients(gradients, outcome.losses);
}

std::vector<f4s::Gradients*> BilevelTerms::Wanted(const LossParts& parts) {
  std::vector<f4s::Gradients*> wanted = {&leader_gradients()};
  if (parts.follower) wanted.push_back(&follower_gradients());
  return wanted;
}

void BilevelTerms::AddGradients(const Part& part, const LossParts& parts, StepOutcome& outcome) {
  const Tensor& images = part.images;
  const bool recompute = options_.stage.recompute;
  ShardedPass pass(images.size(0), ShardSize(device_, images, recompute, options_.stage.images_at_once),
                   ThreadsOn(device_, threads_), recompute);
  const auto outputs = pass.Forward(
      [&](int64_t begin, int64_t end) { return Outputs(images.slice(0, begin, end), parts, part.distils); });
  Tensor total = torch::zeros({}, images.options());
  if (learns_fusion() && parts.fusion)
    total = total + options_.fusion_weight * FusionTotal(outputs, part, outcome);
  if (options_.segments() && parts.segmentation)
    total =
        total + SegmentationTotal({outputs.begin() + (learns_fusion() ? kFusionOutputs : 0), outputs.end()},
                                  part, outcome);
  (total * part.share).backward();
  pass.Backward(Wanted(parts), !part.first);
}

bool BilevelTerms::DistilsAt(const StepPosition& position) const {
  return options_.segments() && options_.distillation.weight > 0 &&
         position.epoch >= options_.distillation.begin;
}

bool BilevelTerms::ContrastsAt(const StepPosition& position) const {
  const int64_t epochs = options_.fusion_loss.contrast_epochs;
  return !contrast_.empty() && (epochs == 0 || position.epoch < epochs);
}

std::vector<Tensor> BilevelTerms::Outputs(const Tensor& images, const LossParts& parts, bool distils) {
  const PrecisionScope precision(device_, options_.stage.precision);
  std::vector<Tensor> outputs;
  FusionOutput output;
  if (options_.fuses()) {
    const torch::AutoGradMode gradients(torch::GradMode::is_enabled() && learns_fusion() &&
                                        (parts.fusion || parts.reaches));
    output = network_->fusion(images);
    output.fused = output.fused.to(torch::kFloat32);
    if (learns_fusion()) outputs = {output.modalities.base, output.modalities.detail, output.fused};
  }
  if (options_.segments() && parts.segmentation) {
    Tensor input = network_->SegmentationInput(images, {}, output);
    if (!parts.reaches) input = input.detach();
    std::vector<Tensor> energies;
    for (const Tensor& logits : network_->segmentation->AllLogits(input, distils ? &energies : nullptr))
      outputs.push_back(logits);
    outputs.insert(outputs.end(), energies.begin(), energies.end());
  }
  return InFloat32(std::move(outputs));
}

Tensor BilevelTerms::FusionTotal(const std::vector<Tensor>& outputs, const Part& part, StepOutcome& outcome) {
  const auto losses = FusionLoss(outputs[0], outputs[1], part.images, outputs[2], options_.fusion_loss);
  for (const auto& [name, loss] : {std::pair("fusion.correlation", &losses.correlation),
                                   {"fusion.texture", &losses.texture},
                                   {"fusion.intensity", &losses.intensity},
                                   {"fusion.fidelity", &losses.fidelity},
                                   {"fusion.grain", &losses.grain},
                                   {"fusion.frequency", &losses.frequency},
                                   {"fusion.gradient", &losses.gradient},
                                   {"fusion.vif", &losses.vif},
                                   {"fusion.qabf", &losses.qabf},
                                   {"fusion.mi", &losses.mi},
                                   {"fusion.scd", &losses.scd},
                                   {"fusion.sf", &losses.sf},
                                   {"fusion.sd", &losses.sd}})
    if (loss->defined()) AddScalar(outcome.losses, name, loss->detach() * part.share);
  Tensor total = losses.total;
  if (part.contrast) {
    const Tensor contrast = ContrastLoss(part.images, outputs[2], part.labels, contrast_);
    AddScalar(outcome.losses, "fusion.contrast", contrast.detach() * part.share);
    total = total + options_.fusion_loss.contrast_weight * contrast;
  }
  if (part.adversarial)
    total = total + adversary_.GeneratorTerm(part.images, outputs[2], part.share, outcome);
  AddScalar(outcome.losses, "fusion.total", total.detach() * part.share);
  return total;
}

Tensor BilevelTerms::SegmentationTotal(const std::vector<Tensor>& outputs, const Part& part,
                                       StepOutcome& outcome) {
  const auto energies = outputs.end() - (part.distils ? network_->segmentation->num_energies() : 0);
  const auto losses = SegmentationLoss(std::vector<Tensor>(outputs.begin(), energies), part.labels,
                                       options_.segmentation_loss, dice_sets_, unions_);
  Tensor total = losses.total;
  const auto add = [&](const char* name, const Tensor& loss) {
    AddScalar(outcome.losses, name, loss.detach() * part.share);
  };
  add("segmentation.cross_entropy", losses.cross_entropy);
  add("segmentation.dice", losses.dice);
  if (energies != outputs.end()) {
    const std::vector<Tensor> looked(energies, outputs.end());
    const Tensor distillation = DistillationLoss(looked, looked, options_.distillation);
    add("segmentation.distillation", distillation);
    total = total + options_.distillation.weight.value * distillation;
  }
  add("segmentation.total", total);
  return total;
}

void BilevelTerms::ClipLeader(StepOutcome& outcome) {
  if (learns_fusion())
    outcome.gradient_norms.emplace_back("fusion", leader_gradients().Clip(options_.fusion_gradient_clip));
}

void BilevelTerms::ClipFollower(StepOutcome& outcome) {
  if (options_.segments())
    outcome.gradient_norms.emplace_back("segmentation",
                                        follower_gradients().Clip(options_.segmentation_gradient_clip));
}

void BilevelTerms::JudgeLeader(const StepPosition& position, StepOutcome& outcome) {
  adversary_.Learn(position, outcome);
  static_cast<void>(outcome.MayMove());
}

double BilevelTerms::LeaderRate(const StepPosition& position) const {
  return HalvedRate(options_.fusion_learning_rate, position.epoch, options_.fusion_halve_every,
                    options_.fusion_least_learning_rate);
}

double BilevelTerms::EncoderRate(const StepPosition& position) const {
  const bool slow = pretrained_ && position.epoch < options_.encoder_slow_epochs;
  return slow ? LeaderRate(position) * options_.encoder_slow_factor : LeaderRate(position);
}

double BilevelTerms::FollowerRate(const StepPosition& position) const {
  const int64_t given = options_.segmentation_warmup_steps;
  const int64_t warmup = given > 0 ? given : std::clamp<int64_t>(position.steps / 20, 1, kMostWarmup);
  return PolyRate(options_.segmentation_learning_rate, position.step, position.steps, options_.poly_power,
                  warmup);
}

void BilevelTerms::MoveLeader(const StepPosition& position, StepOutcome& outcome) {
  if (!learns_fusion()) return;
  const LearningRate rate = rates_.Of("fusion", LeaderRate(position)),
                     encoder_rate = rates_.Of("fusion.encoder", EncoderRate(position));
  leader_.Step(
      [&](const std::string& name) { return name.starts_with("fusion.encoder.") ? encoder_rate : rate; },
      outcome.finite);
  outcome.learning_rates.emplace_back("fusion", rate.value);
  outcome.learning_rates.emplace_back("fusion.encoder", encoder_rate.value);
  adversary_.Move(rates_, outcome);
}

void BilevelTerms::MoveFollower(const StepPosition& position, StepOutcome& outcome) {
  if (!options_.segments()) return;
  const LearningRate rate = rates_.Of("segmentation", FollowerRate(position));
  follower_->Step(rate, outcome.finite);
  outcome.learning_rates.emplace_back("segmentation", rate.value);
}

std::optional<std::string> BilevelTerms::PhaseOf(const StepPosition& position) const {
  const auto adversaries =
      learns_fusion() ? adversary_.PhaseOf(position) : std::optional<std::string>(std::in_place);
  if (!adversaries) return std::nullopt;
  return Cat(*adversaries, ContrastsAt(position) ? " contrast" : "",
             DistilsAt(position) ? " distillation" : "");
}

NamedRates BilevelTerms::RatesAt(const StepPosition& position) const {
  NamedRates rates = {{"fusion", LeaderRate(position)},
                      {"fusion.encoder", EncoderRate(position)},
                      {"segmentation", FollowerRate(position)}};
  adversary_.AddRates(rates);
  return rates;
}

void BilevelTerms::Shape(const PassShape& shape) {
  options_.stage.images_at_once = shape.images_at_once;
  options_.stage.recompute = shape.recompute;
}

void BilevelTerms::Rehearse(const SliceBatch& batch, const PassShape& shape) {
  const StageOptions before = options_.stage;
  Shape(shape);
  options_.stage.accumulate = 1;
  StepOutcome outcome;
  Gradients(batch, {.epoch = kLateEpoch, .step = 0, .steps = 1}, {}, outcome);
  adversary_.Forget();
  leader_gradients().Forget();
  follower_gradients().Forget();
  options_.stage = before;
}

NamedTensors BilevelTerms::FollowerState() const {
  NamedTensors state;
  for (const auto& [name, parameter] : follower()) state[name] = parameter.detach();
  follower_->AddState("follower", state);
  return state;
}

void BilevelTerms::AddState(NamedTensors& state) const {
  leader_.AddState("leader", state);
  follower_->AddState("follower", state);
  adversary_.AddState(state);
}

}  // namespace f4s

#include "libfuse4seg/train/objective/cooperation.h"

#include <torch/torch.h>

#include "libfuse4seg/nn/blocks/constants.h"
#include "libfuse4seg/train/objective/validation.h"

namespace f4s {

void JointStep(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position, bool reaches,
               StepOutcome& outcome) {
  terms.Gradients(batch, position, {.reaches = reaches}, outcome);
  terms.ClipLeader(outcome);
  terms.ClipFollower(outcome);
  terms.JudgeLeader(position, outcome);
  terms.MoveLeader(position, outcome);
  terms.MoveFollower(position, outcome);
}

namespace {

void FollowersTurn(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position,
                   StepOutcome& outcome) {
  terms.Gradients(batch, position, {.fusion = false, .reaches = false}, outcome);
  terms.ClipFollower(outcome);
  static_cast<void>(outcome.MayMove());
  terms.MoveFollower(position, outcome);
}

void LeadersTurn(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position, bool reaches,
                 StepOutcome& outcome) {
  terms.Gradients(batch, position, {.segmentation = reaches, .follower = false}, outcome);
  terms.ClipLeader(outcome);
  terms.JudgeLeader(position, outcome);
  terms.MoveLeader(position, outcome);
}

}  // namespace

void AlternateStep(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position, bool reaches,
                   StepOutcome& outcome) {
  if (position.step % 2 == 0)
    FollowersTurn(terms, batch, position, outcome);
  else
    LeadersTurn(terms, batch, position, reaches, outcome);
}

namespace {

using torch::Tensor;

constexpr double kLeast = 1e-12;  // keeps c finite

/// The same sum in one piece, where each operator costs a launch.
Tensor DotAtOnce(const std::vector<Tensor>& a, const std::vector<Tensor>& b) {
  std::vector<Tensor> of_a, of_b;
  for (size_t i = 0; i < a.size(); ++i) {
    if (!a[i].defined() || !b[i].defined()) continue;
    of_a.push_back(a[i].reshape(-1));
    of_b.push_back(b[i].reshape(-1));
  }
  if (of_a.empty()) return torch::zeros({}, a.front().options().dtype(torch::kFloat64));
  return (torch::cat(of_a).to(torch::kFloat64) * torch::cat(of_b).to(torch::kFloat64)).sum();
}

/// In double precision: a network has millions of weights.
Tensor Dot(const std::vector<Tensor>& a, const std::vector<Tensor>& b) {
  Tensor sum;
  if (!a.empty() && a.front().defined() && !a.front().is_cpu()) return DotAtOnce(a, b);
  for (size_t i = 0; i < a.size(); ++i) {
    if (!a[i].defined() || !b[i].defined()) continue;
    const Tensor part = (a[i].to(torch::kFloat64) * b[i].to(torch::kFloat64)).sum();
    sum = sum.defined() ? sum + part : part;
  }
  return sum.defined() ? sum : torch::zeros({}, torch::kFloat64);
}

}  // namespace

GaussNewtonScalar ScalarOf(const std::vector<Tensor>& upper, const std::vector<Tensor>& lower) {
  const Tensor both = Dot(upper, lower), lower2 = Dot(lower, lower), upper2 = Dot(upper, upper);
  return {(both / (lower2 + kLeast)).clamp(-1, 1),
          both / (upper2.sqrt() * lower2.sqrt()).clamp_min(std::numeric_limits<double>::min())};
}

std::vector<Tensor> GaussNewtonDirection(const std::vector<Tensor>& upper, const std::vector<Tensor>& lower,
                                         const Tensor& c, double kappa) {
  std::vector<Tensor> direction = upper, answers;
  for (const Tensor& one : lower)
    if (one.defined()) answers.push_back(one);
  if (answers.empty()) return direction;
  answers =
      torch::_foreach_mul(answers, (kappa * c).to(answers.front().device(), answers.front().scalar_type()));
  auto answer = answers.begin();
  for (size_t i = 0; i < upper.size(); ++i)
    if (lower[i].defined()) {
      direction[i] = upper[i].defined() ? upper[i] - *answer : -*answer;
      ++answer;
    }
  return direction;
}

void GaussNewtonStep(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position,
                     StepOutcome& outcome) {
  const int64_t size = batch.size();
  const SliceBatch a = PartOf(batch, 0, size / 2), b = PartOf(batch, size / 2, size);
  const auto before = Copies(terms.FollowerState());
  FollowersTurn(terms, a, position, outcome);

  StepOutcome of_b, of_a;
  terms.Gradients(b, position, {}, of_b);
  const auto upper_f = terms.leader_gradients().Take(), upper_s = terms.follower_gradients().Take();
  terms.Gradients(a, position, {.fusion = false}, of_a);
  const auto lower_f = terms.leader_gradients().Take(), lower_s = terms.follower_gradients().Take();

  const GaussNewtonScalar scalar = ScalarOf(upper_s, lower_s);
  terms.leader_gradients().Add(
      GaussNewtonDirection(upper_f, lower_f, scalar.c, terms.options().gauss_newton_damping));
  for (const auto& [name, loss] : of_b.losses)
    outcome.losses.emplace_back(name.starts_with("segmentation.") ? "leader." + name : name, loss);
  outcome.bilevel = {{"c", scalar.c}, {"cosine", scalar.cosine}};
  terms.ClipLeader(outcome);
  terms.JudgeLeader(position, outcome);
  terms.MoveLeader(position, outcome);
  PutBackUnless(outcome.finite, before, terms.FollowerState());
}

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
  SliceBatch there = batch;  // uploaded once, whatever its parts are used for
  there.images = Uploaded(batch.images, device_);
  if (batch.labels.defined()) there.labels = Uploaded(batch.labels, device_);
  const bool warm = position.epoch >= options_.warmup_epochs, both = options_.task == Task::kBoth;
  StepOutcome outcome;
  if (both && options_.bilevel == BilevelMode::kAlternate)
    AlternateStep(terms_, there, position, warm, outcome);
  else if (both && options_.bilevel == BilevelMode::kGaussNewton && warm)
    GaussNewtonStep(terms_, there, position, outcome);
  else
    JointStep(terms_, there, position, warm && options_.bilevel == BilevelMode::kJoint, outcome);
  return outcome;
}

std::optional<std::string> Cooperation::PhaseOf(const StepPosition& position) const {
  const auto terms = terms_.PhaseOf(position);
  if (!terms) return std::nullopt;
  const bool warm = position.epoch >= options_.warmup_epochs;
  const bool turns = options_.task == Task::kBoth && options_.bilevel == BilevelMode::kAlternate;
  return Cat(warm ? "warm " : "cold ", turns ? position.step % 2 : 0, " ", *terms);
}

Validation Cooperation::Validate(const SliceDataset& slices) {
  network()->eval();
  Validation result;
  FusionScorer fusion(EvenlySpaced(slices.size(), facts_.validation_slices));
  DiceScorer dice(WithUnions(facts_.regions, facts_.unions, facts_.classes));
  DeviceTally tally;
  result.complete = ForEachWholeBatch(slices, [&](const SliceBatch& batch) {
    const auto [fused, predicted] = Predict(batch.images);
    if (fused.defined()) fusion.AddLater(slices, batch, fused, threads_, tally);
    if (predicted.defined()) dice.AddLater(slices, batch, predicted, tally);
  });
  if (!result.complete) return result;
  tally.Fetch();
  fusion.AddOfOtherRanks();
  dice.AddOfOtherRanks();
  double fusion_sum = 0, mean_dice = 0;
  if (options_.fuses()) result.metrics["fusion"] = fusion.Means(fusion_sum);
  if (options_.segments()) {
    result.metrics["segmentation"] = dice.Means(mean_dice);
    result.metrics["mean_dice"] = mean_dice;
    result.warnings = dice.Warnings();
  }
  result.weakest = options_.segments() ? dice.Weakest(kWeakSlices) : fusion.Weakest(kWeakSlices);
  result.score = mean_dice + kFusionShare * fusion_sum;
  if (options_.segments()) result.score_is = "mean Dice by subject";
  if (options_.fuses())
    result.score_is += Cat(options_.segments() ? " + " : "", kFusionShare, " (VIF + Qabf)");
  return result;
}

PredictedSlices Cooperation::Predict(const Tensor& images) {
  Network net = network();
  const int64_t size = images.size(0), shard_size = ShardSize(device_, images);
  std::vector<Tensor> fused(static_cast<size_t>((size + shard_size - 1) / shard_size)), predicted = fused;
  ForEachShard(static_cast<int64_t>(fused.size()), ThreadsOn(device_, threads_), [&](int64_t i) {
    const torch::NoGradGuard no_grad;
    const Tensor part =
        Uploaded(images.slice(0, i * shard_size, std::min(size, (i + 1) * shard_size)), device_);
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

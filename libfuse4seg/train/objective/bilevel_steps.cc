#include "libfuse4seg/train/objective/bilevel_steps.h"

#include <torch/torch.h>

namespace f4s {

void JointStep(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position, bool reaches,
               StepOutcome& outcome) {
  terms.Gradients(batch, position, {.reaches = reaches}, outcome);
  terms.ClipLeader(outcome);
  terms.ClipFollower(outcome);
  if (!outcome.MayMove()) return;
  terms.MoveLeader(position, outcome);
  terms.MoveFollower(position, outcome);
}

namespace {

void FollowersTurn(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position,
                   StepOutcome& outcome) {
  terms.Gradients(batch, position, {.fusion = false, .reaches = false}, outcome);
  terms.ClipFollower(outcome);
  if (outcome.MayMove()) terms.MoveFollower(position, outcome);
}

void LeadersTurn(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position, bool reaches,
                 StepOutcome& outcome) {
  terms.Gradients(batch, position, {.segmentation = reaches, .follower = false}, outcome);
  terms.ClipLeader(outcome);
  if (outcome.MayMove()) terms.MoveLeader(position, outcome);
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

/// In double precision: a network has millions of weights.
Tensor Dot(const std::vector<Tensor>& a, const std::vector<Tensor>& b) {
  Tensor sum;
  for (size_t i = 0; i < a.size(); ++i) {
    if (!a[i].defined() || !b[i].defined()) continue;
    const Tensor part = (a[i].to(torch::kFloat64) * b[i].to(torch::kFloat64)).sum();
    sum = sum.defined() ? sum + part : part;
  }
  return sum.defined() ? sum : torch::zeros({}, torch::kFloat64);
}

/// The tensors stay as they are when the parameters get other gradients.
std::vector<Tensor> TakeGradients(const NamedParameters& parameters) {
  std::vector<Tensor> gradients;
  for (auto [name, parameter] : parameters) {
    gradients.push_back(parameter.grad());
    parameter.mutable_grad().reset();
  }
  return gradients;
}

void MoveFollowerOn(BilevelTerms& terms, const SliceBatch& half, const StepPosition& position,
                    StepOutcome& outcome) {
  terms.Gradients(half, position, {.fusion = false, .reaches = false}, outcome);
  terms.ClipFollower(outcome);
  if (outcome.MayMove()) terms.MoveFollower(position, outcome);
}

}  // namespace

GaussNewtonScalar ScalarOf(const std::vector<Tensor>& upper, const std::vector<Tensor>& lower) {
  const Tensor both = Dot(upper, lower), lower2 = Dot(lower, lower), upper2 = Dot(upper, upper);
  return {(both / (lower2 + kLeast)).clamp(-1, 1),
          both / (upper2.sqrt() * lower2.sqrt()).clamp_min(std::numeric_limits<double>::min())};
}

std::vector<Tensor> GaussNewtonDirection(const std::vector<Tensor>& upper, const std::vector<Tensor>& lower,
                                         const Tensor& c, double kappa) {
  std::vector<Tensor> direction = upper;
  for (size_t i = 0; i < upper.size(); ++i) {
    if (!lower[i].defined()) continue;
    const Tensor answer = lower[i] * (kappa * c).to(lower[i].scalar_type());
    direction[i] = upper[i].defined() ? upper[i] - answer : -answer;
  }
  return direction;
}

void GaussNewtonStep(BilevelTerms& terms, const SliceBatch& batch, const StepPosition& position,
                     StepOutcome& outcome) {
  const int64_t size = batch.images.size(0);
  const SliceBatch a = PartOf(batch, 0, size / 2), b = PartOf(batch, size / 2, size);
  MoveFollowerOn(terms, a, position, outcome);
  if (!outcome.taken) return;

  StepOutcome of_b, of_a;
  terms.Gradients(b, position, {}, of_b);
  const auto upper_f = TakeGradients(terms.leader()), upper_s = TakeGradients(terms.follower());
  terms.Gradients(a, position, {.fusion = false}, of_a);
  const auto lower_f = TakeGradients(terms.leader()), lower_s = TakeGradients(terms.follower());

  const GaussNewtonScalar scalar = ScalarOf(upper_s, lower_s);
  const auto direction =
      GaussNewtonDirection(upper_f, lower_f, scalar.c, terms.options().gauss_newton_damping);
  for (size_t i = 0; i < direction.size(); ++i) {
    Tensor parameter = terms.leader()[i].second;
    parameter.mutable_grad() = direction[i];
  }
  for (const auto& [name, loss] : of_b.losses)
    outcome.losses.emplace_back(name.starts_with("segmentation.") ? "leader." + name : name, loss);
  outcome.bilevel = {{"c", scalar.c}, {"cosine", scalar.cosine}};
  terms.ClipLeader(outcome);
  if (outcome.MayMove()) terms.MoveLeader(position, outcome);
}

}  // namespace f4s

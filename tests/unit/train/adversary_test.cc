#include "libfuse4seg/train/objective/adversary.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "libfuse4seg/train/objective/reconstruction.h"
#include "tests/support/set_option.h"
#include "tests/unit/train/objective_fixture.h"

namespace f4s {
namespace {

using torch::Tensor;

class Adversaries : public Objectives {
 protected:
  Adversaries() {
    options_.adversary.warmup_epochs = 1;
    options_.adversary.weight = 0.01;
  }
  CooperationFacts Facts() const { return {.regions = regions_, .modalities = 2, .side = 32, .seed = 5}; }
  Cooperation WithAdversary() const {
    return {NewNetwork(1), options_.Resolved(), Facts(), torch::kCPU, threads_};
  }
  static bool Has(const StepOutcome& outcome, const std::string& name) {
    for (const auto& [key, value] : outcome.losses)
      if (key == name) return true;
    return false;
  }
};

TEST_F(Adversaries, LearnToTellFakesFromImages) {
  AdversaryOptions options;
  options.weight = 0.01;
  options.learning_rate = 1e-3;
  Adversary adversary(options, 2, 16, 3, torch::kCPU);
  torch::manual_seed(1);
  double first = 0, last = 0;
  for (int64_t step = 0; step < 30; ++step) {
    const Tensor images = 0.7 + 0.1 * torch::rand({4, 2, 16, 16}),
                 fakes = 0.2 + 0.1 * torch::rand({4, 1, 16, 16});
    StepOutcome outcome;
    static_cast<void>(adversary.GeneratorTerm(images, fakes, 1, outcome));
    adversary.Learn({2, step, 30}, outcome);
    adversary.Move(RatesOnDevice(), outcome);
    last = Loss(outcome, "discriminators");
    if (step == 1) first = last;
  }
  EXPECT_LT(last, 0.7 * first);
}

TEST_F(Adversaries, GradientsStayOnTheirSide) {
  AdversaryOptions options;
  options.weight = 0.01;
  Adversary adversary(options, 2, 16, 3, torch::kCPU);
  NamedTensors state;
  adversary.AddState(state);
  const NamedTensors before = Copy(state);
  const Tensor fakes = torch::rand({2, 2, 16, 16}).requires_grad_(), images = torch::rand({2, 2, 16, 16});
  StepOutcome outcome;
  adversary.GeneratorTerm(images, fakes, 1, outcome).backward();
  EXPECT_TRUE(SameBelow("", before, state)) << "the generator's step leaves the discriminators";
  const Tensor gradient = fakes.grad().clone();
  EXPECT_GT(gradient.abs().sum().item<double>(), 0);
  adversary.Learn({2, 0, 4}, outcome);
  adversary.Move(RatesOnDevice(), outcome);
  EXPECT_FALSE(SameBelow("discriminator.", before, state));
  EXPECT_TRUE(fakes.grad().equal(gradient)) << "and theirs leaves the fakes";
}

TEST_F(Adversaries, JoinAfterTheWarmUpInEveryMode) {
  options_.sampling.batch_size = 4;
  for (const char* bilevel : {"joint", "none", "gauss-newton", "alternate"}) {
    Set(options_, "bilevel", bilevel);
    Cooperation objective = WithAdversary();
    const NamedTensors before = Copy(objective.State());
    const StepOutcome warm = objective.Step(Batch(1), {0, 1, 16});
    EXPECT_FALSE(Has(warm, "adversarial")) << bilevel;
    EXPECT_TRUE(SameBelow("discriminator", before, objective.State())) << bilevel;
    const StepOutcome outcome = objective.Step(Batch(3), {1, 3, 16});
    EXPECT_TRUE(Has(outcome, "adversarial")) << bilevel;
    EXPECT_TRUE(Has(outcome, "discriminators")) << bilevel;
    EXPECT_FALSE(SameBelow("discriminator.", before, objective.State())) << bilevel;
  }
  options_.adversary.weight = 0;
  for (const auto& [name, tensor] : WithAdversary().State())
    EXPECT_FALSE(name.starts_with("discriminator")) << name;
}

TEST_F(Adversaries, GoOnExactlyFromTheirState) {
  Cooperation straight = WithAdversary(), first = WithAdversary();
  for (const int64_t step : {1, 2, 3}) straight.Step(Batch(step), Place(1));
  first.Step(Batch(1), Place(1));
  const NamedTensors saved = Copy(first.State());
  CooperationFacts other = Facts();
  other.seed = 77;
  threads_ = 1;
  Cooperation second(NewNetwork(9), options_.Resolved(), other, torch::kCPU, threads_);
  {
    const torch::NoGradGuard no_grad;
    for (auto& [name, tensor] : second.State()) Tensor(tensor).copy_(saved.at(name));
  }
  for (const int64_t step : {2, 3}) second.Step(Batch(step), Place(1));
  EXPECT_TRUE(SameBelow("", straight.State(), second.State()));
}

TEST_F(Adversaries, TakePartInPretraining) {
  PretrainOptions options;
  options.adversary.weight = 0.01;
  options.adversary.warmup_epochs = 1;
  options_.task = Task::kFusion;
  const auto resolved = options.Resolved();
  Reconstruction objective(NewNetwork(1), resolved, Adversary(resolved.adversary, 2, 32, 5, torch::kCPU),
                           torch::kCPU, 2);
  EXPECT_FALSE(Has(objective.Step(Batch(0), Place(0)), "adversarial"));
  const NamedTensors before = Copy(objective.State());
  const StepOutcome outcome = objective.Step(Batch(0), Place(1));
  EXPECT_GT(Loss(outcome, "adversarial"), 0);
  for (const char* discriminator : {"discriminator.0.", "discriminator.1."})
    EXPECT_FALSE(SameBelow(discriminator, before, objective.State())) << discriminator;
}

}  // namespace
}  // namespace f4s

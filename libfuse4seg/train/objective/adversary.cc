#include "libfuse4seg/train/objective/adversary.h"

#include <torch/torch.h>

#include <utility>

#include "libfuse4seg/base/random.h"
#include "libfuse4seg/loss/adversarial_loss.h"
#include "libfuse4seg/nn/torch_device.h"
#include "libfuse4seg/train/ranks/ranks.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kBeta1 = 0.5;  // of Adam, as in DCGAN (Radford et al., ICLR 2016)
constexpr double kNoClip = 1e30;

/// The i-th plane, or the only one.
Tensor PlaneOf(const Tensor& images, int64_t i) {
  return images.size(1) == 1 ? images : images.slice(1, i, i + 1);
}

/// Gradients with the strides of their parameters, as backward() leaves them: the order of their norm's sum.
std::vector<Tensor> InOrderOf(const std::vector<Tensor>& parameters, std::vector<Tensor> gradients) {
  for (size_t i = 0; i < gradients.size(); ++i)
    if (gradients[i].is_cpu() && gradients[i].strides() != parameters[i].strides())
      gradients[i] = torch::empty_like(parameters[i]).copy_(gradients[i]);
  return gradients;
}

}  // namespace

Adversary::Adversary(const AdversaryOptions& options, int64_t count, int64_t side, uint64_t seed,
                     const torch::Device& device)
    : options_(options) {
  options_.discriminator.side = side;
  NamedParameters parameters;
  for (int64_t i = 0; i < count && options.weight > 0; ++i) {
    Discriminator discriminator(options_.discriminator);
    Initialise(*discriminator, Mix(seed, i));
    MoveTo(*discriminator, device);
    for (const auto& named : NamedParametersOf(*discriminator, std::to_string(i)))
      parameters.push_back(named);
    discriminators_.push_back(discriminator);
  }
  for (auto& [name, parameter] : parameters) parameter.set_requires_grad(false);
  adam_ = std::make_unique<Adam>(parameters, 0.0, kBeta1);
}

Tensor Adversary::GeneratorTerm(const Tensor& images, const Tensor& fakes, double share,
                                StepOutcome& outcome) {
  Tensor sum = torch::zeros({}, images.options());
  for (size_t i = 0; i < discriminators_.size(); ++i)
    sum = sum + GeneratorLoss(discriminators_[i](PlaneOf(fakes, static_cast<int64_t>(i))), options_.loss);
  const Tensor mean = sum / static_cast<double>(discriminators_.size());
  AddScalar(outcome.losses, "adversarial", mean.detach() * share);
  images_.push_back(images);
  fakes_.push_back(fakes.detach());
  share_ += share;
  return options_.weight.value * mean;
}

Tensor Adversary::Loss(const Tensor& images, const Tensor& fakes, bool penalised) {
  Tensor sum = torch::zeros({}, images.options());
  for (size_t i = 0; i < discriminators_.size(); ++i) {
    const auto plane = static_cast<int64_t>(i);
    const Tensor real = PlaneOf(images, plane).clone().requires_grad_(penalised);
    const Tensor real_logits = discriminators_[i](real);
    sum = sum + DiscriminatorLoss(real_logits, discriminators_[i](PlaneOf(fakes, plane)), options_.loss);
    if (penalised) sum = sum + options_.loss.r1_weight / 2 * R1Penalty(real, real_logits);
  }
  return sum / static_cast<double>(discriminators_.size());
}

void Adversary::Learn(const StepPosition& position, StepOutcome& outcome) {
  const auto noted_images = std::exchange(images_, {}), noted_fakes = std::exchange(fakes_, {});
  const double share = std::exchange(share_, 0);
  const Ranks& ranks = Ranks::Here();
  moves_ = !noted_images.empty();
  if (!moves_) return;
  const Tensor images = torch::cat(noted_images), fakes = torch::cat(noted_fakes);
  std::vector<Tensor> parameters;
  for (const auto& [name, parameter] : adam_->parameters())
    parameters.push_back(Tensor(parameter).set_requires_grad(true));
  Tensor loss = Loss(images, fakes, PenalisesAt(position));
  if (!ranks.alone()) loss = loss * share;  // of which the sum over all ranks is the batch's
  Gradients& gradients = adam_->gradients();
  gradients.Clear();
  gradients.Add(InOrderOf(parameters, torch::autograd::grad({loss}, parameters)));
  for (Tensor& parameter : parameters) parameter.set_requires_grad(false);
  NamedScalars losses = {{"discriminators", loss.detach()}};
  ranks.SumGradients({gradients.vector()}, losses);
  outcome.losses.push_back(losses.front());
  outcome.gradient_norms.emplace_back("discriminators", gradients.Clip(kNoClip));
}

void Adversary::Move(const RatesOnDevice& rates, StepOutcome& outcome) {
  if (!std::exchange(moves_, false)) return;
  adam_->Step(rates.Of("discriminators", options_.learning_rate), outcome.finite);
  outcome.learning_rates.emplace_back("discriminators", options_.learning_rate);
}

bool Adversary::PenalisesAt(const StepPosition& position) const {
  const int64_t every = options_.loss.r1_every;
  return every > 0 && options_.loss.r1_weight > 0 && position.step % every == 0;
}

std::optional<std::string> Adversary::PhaseOf(const StepPosition& position) const {
  if (!PlaysAt(position)) return "";
  return PenalisesAt(position) ? std::nullopt : std::optional<std::string>("adversaries");
}

void Adversary::AddRates(NamedRates& rates) const {
  if (!discriminators_.empty()) rates.emplace_back("discriminators", options_.learning_rate);
}

void Adversary::AddState(NamedTensors& state) const {
  if (discriminators_.empty()) return;
  for (size_t i = 0; i < discriminators_.size(); ++i)
    for (const auto& [name, tensor] : WeightsOf(*discriminators_[i]))
      state["discriminator." + std::to_string(i) + "." + name] = tensor;
  adam_->AddState("discriminators", state);
}

}  // namespace f4s

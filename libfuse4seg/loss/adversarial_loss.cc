#include "libfuse4seg/loss/adversarial_loss.h"

#include <torch/torch.h>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

using torch::Tensor;

void RequireLogits(const Tensor& logits) {
  if (logits.dim() != 1 || logits.numel() == 0)
    throw Error(ErrorKind::kBadInput, "loss.shape",
                Cat("logits of shape ", logits.sizes(), ": wanted [N], N at least 1"));
}

/// The mean of -log D, finite for any logits.
Tensor MinusLogReal(const Tensor& logits) { return torch::softplus(-logits).mean(); }

/// The mean of -log(1 - D).
Tensor MinusLogFake(const Tensor& logits) { return torch::softplus(logits).mean(); }

}  // namespace

Tensor GeneratorLoss(const Tensor& fake, const AdversarialLossOptions& options) {
  RequireLogits(fake);
  return options.generator_loss == GeneratorGoal::kSaturating ? -MinusLogFake(fake) : MinusLogReal(fake);
}

Tensor DiscriminatorLoss(const Tensor& real, const Tensor& fake, const AdversarialLossOptions& options) {
  RequireLogits(real);
  RequireLogits(fake);
  const double a = options.real_label;
  return a * MinusLogReal(real) + (1 - a) * MinusLogFake(real) + MinusLogFake(fake);
}

Tensor R1Penalty(const Tensor& images, const Tensor& logits) {
  RequireLogits(logits);
  if (images.dim() != 4 || images.size(0) != logits.size(0))
    throw Error(ErrorKind::kBadInput, "loss.shape",
                Cat("R1 of images of shape ", images.sizes(), " and ", logits.size(0),
                    " logits: wanted [N,1,H,W] and [N]"));
  const auto slopes = torch::autograd::grad({logits.sum()}, {images}, {}, true, true);
  return slopes[0].square().sum({1, 2, 3}).mean();
}

}  // namespace f4s

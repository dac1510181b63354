#include "libfuse4seg/loss/frequency_loss.h"

#include <torch/torch.h>

#include "libfuse4seg/loss/loss_filters.h"
#include "libfuse4seg/loss/shapes.h"

namespace f4s {
namespace {

using torch::Tensor;

/// [N,M,h,w] -> [N,1,h,w]: at each pixel that of the source whose strength is the largest, the first of
/// equals.
Tensor OfStrongest(const Tensor& values, const Tensor& strengths) {
  const Tensor order = torch::arange(strengths.size(1), strengths.options()).view({1, -1, 1, 1});
  const Tensor all = static_cast<double>(strengths.size(1)) + torch::zeros_like(strengths);
  const Tensor first =
      torch::where(strengths.eq(strengths.amax(1, true)), order.expand_as(strengths), all).amin(1, true);
  return values.gather(1, first.to(torch::kInt64));
}

}  // namespace

Tensor FrequencyLoss(const Tensor& images, const Tensor& fused) {
  RequireFused(images, fused, "frequency");
  const Tensor sources = images.detach(), low = Softened(sources, kLowSigma),
               low_f = Softened(fused, kLowSigma);
  const Tensor high = sources - low;
  return torch::l1_loss(low_f, low.mean(1, true)) +
         torch::l1_loss(fused - low_f, OfStrongest(high, high.abs()));
}

Tensor GradientLoss(const Tensor& images, const Tensor& fused) {
  RequireFused(images, fused, "gradient");
  const SobelGradient a = Sobel(images.detach()), f = Sobel(fused);
  const Tensor strengths = a.horizontal.abs() + a.vertical.abs();
  return torch::l1_loss(f.horizontal, OfStrongest(a.horizontal, strengths)) +
         torch::l1_loss(f.vertical, OfStrongest(a.vertical, strengths));
}

}  // namespace f4s

#include <torch/torch.h>

#include <numbers>

#include "libfuse4seg/loss/loss_filters.h"
#include "libfuse4seg/loss/metric_loss.h"
#include "libfuse4seg/loss/metric_loss_parts.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr double kHalfPi = std::numbers::pi / 2;
constexpr double kAlike = 1e-3;  // gradients of whole levels that differ by less are equal
constexpr double kFaint = 1e-2;  // below the root of a strength, for its slope
constexpr double kLeastStrength = 1e-10;

/// Strengths and angles, as metric/qabf.h: zeros around the image, pi/2 where the horizontal part is 0.
struct Edges {
  Tensor strength, angle;  // [N,C,H,W]
};

Edges EdgesOf(const Tensor& x) {
  const SobelGradient g = Sobel(torch::constant_pad_nd(x * kLevels, {1, 1, 1, 1}));
  const Tensor square = g.horizontal.square() + g.vertical.square();
  const Tensor sloped = (square + kFaint).sqrt();
  const Tensor upright = g.horizontal.abs() < kAlike;
  const Tensor angle = torch::atan(g.vertical / g.horizontal.masked_fill(upright, 1));
  return {.strength = sloped + (square.sqrt() - sloped).detach(),
          .angle = angle.masked_fill(upright, kHalfPi)};
}

/// Q of each edge of the sources `a` [N,M,H,W] in `f` [N,1,H,W]: equations 3 to 7.
Tensor Preserved(const Edges& a, const Edges& f) {
  const Tensor greater = torch::maximum(a.strength, f.strength);
  const Tensor lesser = torch::minimum(a.strength, f.strength);
  const Tensor equal = (a.strength - f.strength).abs() < kAlike;
  // Where the strengths are equal the reference program takes them as they are, not as 1.
  const Tensor strength = torch::where(equal, a.strength, lesser / greater.clamp_min(kLeastStrength));
  const Tensor angle = 1 - (a.angle - f.angle).abs() / kHalfPi;
  return 0.9994 * 0.9879 * torch::sigmoid(15 * (strength - 0.5)) * torch::sigmoid(22 * (angle - 0.8));
}

}  // namespace

Tensor QabfScore(const Tensor& images, const Tensor& fused) {
  RequireScorable(images, fused, 1);
  const Edges a = EdgesOf(images.detach()), f = EdgesOf(fused);
  const Tensor kept = (Preserved(a, f) * a.strength).sum({0, 2, 3}), all = a.strength.sum({0, 2, 3});  // [M]
  const int64_t m = images.size(1);
  Tensor sum = torch::zeros({}, fused.options());
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = i + 1; j < m; ++j)
      sum = sum + (kept[i] + kept[j]) / (all[i] + all[j]).clamp_min(kLeastStrength);
  return sum / (static_cast<double>(m * (m - 1)) / 2);
}

}  // namespace f4s

#include <torch/torch.h>

#include <cmath>
#include <vector>

#include "libfuse4seg/image/grid_gauss.h"
#include "libfuse4seg/loss/metric_loss.h"
#include "libfuse4seg/loss/metric_loss_parts.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kLeastSide = 41;  // for the fourth scale
constexpr double kNoiseVariance = 2, kLeastVariance = 1e-10;

/// [rows,n]: a Gaussian window of `taps` pixels with sigma taps / 5 at each `step`-th place where it
/// fits on a line of n pixels.
Tensor WindowsOfLine(int64_t n, int64_t taps, int64_t step, const torch::TensorOptions& options) {
  const int64_t rows = (n - taps) / step + 1;
  const std::vector<double> window = NormalizedGaussianTaps(static_cast<double>(taps) / 5, taps / 2);
  std::vector<double> weights(static_cast<size_t>(rows * n));
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t k = 0; k < taps; ++k)
      weights[static_cast<size_t>(row * n + row * step + k)] = window[static_cast<size_t>(k)];
  return torch::tensor(weights, torch::kFloat64).view({rows, n}).to(options);
}

/// x [...,h,w] filtered, and every `step`-th pixel of it.
Tensor Filtered(const Tensor& x, int64_t taps, int64_t step = 1) {
  const Tensor by_row = WindowsOfLine(x.size(-2), taps, step, x.options());
  const Tensor by_column = WindowsOfLine(x.size(-1), taps, step, x.options());
  return by_row.matmul(x).matmul(by_column.t());
}

/// [N,M]: what the fused image keeps of each source's information, and all of it.
struct Information {
  Tensor kept, whole;
};

/// At one scale: equations 15 and 16 for scalar fields.
/// @param f,a  [N,1,h,w], [N,M,h,w]
Information InformationAtScale(const Tensor& f, const Tensor& a, int64_t taps) {
  const int64_t m = a.size(1);
  const Tensor local = Filtered(torch::cat({f, f * f, a, a * a, a * f}, 1), taps);
  const Tensor mean_f = local.narrow(1, 0, 1), mean_a = local.narrow(1, 2, m);
  const Tensor s2 = (local.narrow(1, 1, 1) - mean_f * mean_f).clamp_min(0).expand_as(mean_a);
  const Tensor covariance = local.narrow(1, 2 + 2 * m, m) - mean_a * mean_f;
  Tensor s1 = (local.narrow(1, 2 + m, m) - mean_a * mean_a).clamp_min(0);
  const Tensor flat = s1 < kLeastVariance;
  s1 = s1.masked_fill(flat, 0);
  // What is flat or reversed keeps nothing; what its noise would be does not matter then.
  const Tensor gain =
      (covariance / (s1 + kLeastVariance)).masked_fill(flat | (s2 < kLeastVariance), 0).clamp_min(0);
  const Tensor noise = (s2 - gain * covariance).clamp_min(kLeastVariance);
  const Tensor kept = torch::log1p(gain * gain * s1 / (noise + kNoiseVariance));
  return {.kept = kept.sum({2, 3}), .whole = torch::log1p(s1 / kNoiseVariance).sum({2, 3})};
}

}  // namespace

Tensor VifScore(const Tensor& images, const Tensor& fused) {
  RequireScorable(images, fused, kLeastSide);
  Tensor f = fused * kLevels, a = images.detach() * kLevels;
  Tensor kept = torch::zeros({a.size(0), a.size(1)}, a.options()), whole = kept;
  for (const int64_t taps : {17, 9, 5, 3}) {
    if (taps < 17) {
      f = Filtered(f, taps, 2);
      a = Filtered(a, taps, 2);
    }
    const Information at_scale = InformationAtScale(f, a, taps);
    kept = kept + at_scale.kept;
    whole = whole + at_scale.whole;
  }
  kept = kept.sum(0), whole = whole.sum(0);  // [M]
  const Tensor score = kept / whole.clamp_min(kLeastVariance);
  return torch::where(whole.eq(0), torch::ones_like(score), score).mean() * 2;
}

}  // namespace f4s

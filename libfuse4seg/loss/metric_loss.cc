#include "libfuse4seg/loss/metric_loss.h"

#include <torch/torch.h>
#include <cmath>
#include <numbers>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/grid_gauss.h"
#include "libfuse4seg/loss/loss_filters.h"
#include "libfuse4seg/loss/shapes.h"
#include "libfuse4seg/loss/spread_batch.h"
#include "libfuse4seg/nn/blocks/constants.h"

namespace f4s {
namespace {

constexpr double kLevels = 255;  // from values 0..1

/// @throws Error(kBadInput, "loss.shape") unless images are [N,M,H,W] and fused [N,1,H,W] with M >= 2 and H,
///         W >= least.
void RequireScorable(const Tensor& images, const Tensor& fused, int64_t least) {
  const bool fits =
      IsFusedOf(images, fused) && images.size(1) >= 2 && images.size(2) >= least && images.size(3) >= least;
  if (!fits)
    throw Error(ErrorKind::kBadInput, "loss.shape",
                Cat("fusion metrics of shapes ", images.sizes(), " and ", fused.sizes(),
                    ": wanted [N,M,H,W] and [N,1,H,W] with M >= 2 and H, W >= ", least));
}

using torch::Tensor;

constexpr double kHalfPi = std::numbers::pi / 2;
constexpr double kAlike = 1e-3;  // gradients of whole levels that differ by less are equal
constexpr double kFaint = 1e-2;  // below the root of a strength, for its slope
constexpr double kLeastStrength = 1e-10;

/// Strengths and angles, as metric/fusion/qabf.h: zeros around the image, pi/2 where the horizontal part is
/// 0.
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
  const auto sums = SumsOverBatch({(Preserved(a, f) * a.strength).sum({0, 2, 3}), a.strength.sum({0, 2, 3})});
  const Tensor &kept = sums[0], &all = sums[1];  // [M]
  const int64_t m = images.size(1);
  Tensor sum = torch::zeros({}, fused.options());
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = i + 1; j < m; ++j)
      sum = sum + (kept[i] + kept[j]) / (all[i] + all[j]).clamp_min(kLeastStrength);
  return sum / (static_cast<double>(m * (m - 1)) / 2);
}

namespace {

using torch::Tensor;

constexpr double kNoiseVariance = 2, kLeastVariance = 1e-10;

/// [rows,n]: a Gaussian window of `taps` pixels with sigma taps / 5 at each `step`-th place where it
/// fits on a line of n pixels.
Tensor WindowMatrix(int64_t n, int64_t taps, int64_t step) {
  const int64_t rows = (n - taps) / step + 1;
  const std::vector<double> window = NormalizedGaussianTaps(static_cast<double>(taps) / 5, taps / 2);
  std::vector<double> weights(static_cast<size_t>(rows * n));
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t k = 0; k < taps; ++k)
      weights[static_cast<size_t>(row * n + row * step + k)] = window[static_cast<size_t>(k)];
  return torch::tensor(weights, torch::kFloat64).view({rows, n});
}

Tensor WindowsOfLine(int64_t n, int64_t taps, int64_t step, const torch::TensorOptions& options) {
  return Constant(Cat("windows ", n, " ", taps, " ", step), options,
                  [&] { return WindowMatrix(n, taps, step); });
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
  RequireScorable(images, fused, kLeastVifSide);
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
  const auto sums = SumsOverBatch({kept.sum(0), whole.sum(0)});  // [M]
  const Tensor score = sums[0] / sums[1].clamp_min(kLeastVariance);
  return torch::where(sums[1].eq(0), torch::ones_like(score), score).mean() * 2;
}

namespace {

using torch::Tensor;

constexpr double kLeastProduct = 1e-24;  // of variances, under a root
constexpr double kLeastShare = 1e-30;    // of pixels, below a logarithm

/// Counts of pixels by source bin (hard) and fused bin (shared between two): [N,bins,bins].
///
/// Its gradient by a fused value is that of the share that moves from one bin to the next, times the
/// difference of the two cells' gradients.  Autograd would hold bins numbers for each pixel.
struct JointCountsFunction : torch::autograd::Function<JointCountsFunction> {
  /// @param source  [N,X] bin of each pixel, int64
  /// @param fused   [N,X] place among the bins, in 0..bins-1
  static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& source, const Tensor& fused,
                        int64_t bins) {
    context->save_for_backward({source, fused});
    const Tensor each = torch::arange(bins, fused.options()).unsqueeze(1);  // [bins,1]
    std::vector<Tensor> counts;
    for (int64_t n = 0; n < fused.size(0); ++n) {
      // As a product of matrices, not an addition into cells: that comes in any order on a GPU.
      const Tensor rows = source[n].eq(each).to(fused.scalar_type());         // [bins,X]
      const Tensor columns = (1 - (fused[n] - each).abs()).clamp_min(0).t();  // [X,bins]
      counts.push_back(rows.matmul(columns));
    }
    return torch::stack(counts);
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 const torch::autograd::variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &source = saved[0], &fused = saved[1];
    const int64_t bins = gradients[0].size(2);
    const Tensor low = fused.floor().clamp(0, static_cast<double>(bins - 2)).to(torch::kInt64);
    const Tensor cells = gradients[0].flatten(1), cell = source * bins + low;  // [N,bins^2], [N,X]
    const Tensor slope = cells.gather(1, cell + 1) - cells.gather(1, cell);
    return {Tensor(), slope.masked_fill(fused.eq(fused.round()), 0), Tensor()};
  }
};

/// sum of p ln p over `dims`.
Tensor MinusEntropy(const Tensor& p, at::IntArrayRef dims) {
  return (p * p.clamp_min(kLeastShare).log()).sum(dims);
}

/// Pearson's coefficient over pixels: [N,X] twice -> [N].
Tensor PixelCorrelation(const Tensor& a, const Tensor& b) {
  const Tensor x = a - a.mean(1, true), y = b - b.mean(1, true);
  const Tensor scale = (x.square().sum(1) * y.square().sum(1)).clamp_min(kLeastProduct).sqrt();
  return (x * y).sum(1) / scale;
}

/// [N,M,X] and [N,X] -> [N].
Tensor ScdOf(const Tensor& sources, const Tensor& f) {
  const int64_t m = sources.size(1);
  Tensor sum = torch::zeros({sources.size(0)}, f.options());
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = 0; j < m; ++j)
      if (i != j) sum = sum + PixelCorrelation(f - sources.select(1, j), sources.select(1, i));
  return sum * (2 / static_cast<double>(m * (m - 1)));
}

/// [N,X] -> [N].
Tensor PixelDeviation(const Tensor& x) {
  return (x - x.mean(1, true)).square().mean(1).clamp_min(kLeastProduct).sqrt();
}

/// [N,M,H,W] -> [N]: of the strongest of M differences at each place.
Tensor StrongestFrequency(const Tensor& x) {
  const auto power = [&](int64_t dim) { return x.diff(1, dim).square().amax(1).mean({1, 2}); };
  return (power(2) + power(3)).clamp_min(kLeastProduct).sqrt();
}

}  // namespace

Tensor MutualInformationScore(const Tensor& images, const Tensor& fused, int64_t bins) {
  RequireScorable(images, fused, 1);
  F4S_CHECK_EQ(bins >= 2, true);
  const auto last = static_cast<double>(bins - 1);
  const Tensor sources = (images.detach() * last).round().clamp(0, last).to(torch::kInt64).flatten(2);
  const Tensor places = (fused * last).clamp(0, last).flatten(1);  // [N,X]
  Tensor sum = torch::zeros({images.size(0)}, fused.options());
  for (int64_t m = 0; m < images.size(1); ++m) {
    const Tensor counts = JointCountsFunction::apply(sources.select(1, m), places, bins);
    const Tensor p = counts / static_cast<double>(places.size(1));  // [N,bins,bins]
    sum = sum + MinusEntropy(p, {1, 2}) - MinusEntropy(p.sum(2), {1}) - MinusEntropy(p.sum(1), {1});
  }
  return sum.mean() * (2 / static_cast<double>(images.size(1)));
}

Tensor ScdScore(const Tensor& images, const Tensor& fused, ScdLimit limit) {
  RequireScorable(images, fused, 1);
  const Tensor sources = images.detach().flatten(2);  // [N,M,X]
  const Tensor scores = ScdOf(sources, fused.flatten(1));
  return (limit == ScdLimit::kNone ? scores : torch::minimum(scores, ScdOf(sources, sources.amax(1)))).mean();
}

Tensor DeviationScore(const Tensor& images, const Tensor& fused) {
  RequireScorable(images, fused, 1);
  return torch::minimum(PixelDeviation(fused.flatten(1)), PixelDeviation(images.detach().flatten(2).amax(1)))
      .mean();
}

Tensor SpatialFrequency(const Tensor& fused) {
  if (fused.dim() != 4 || fused.size(1) != 1 || fused.size(2) < 2 || fused.size(3) < 2)
    throw Error(ErrorKind::kBadInput, "loss.shape",
                Cat("spatial frequency of shape ", fused.sizes(), ": wanted [N,1,H,W] with H, W >= 2"));
  return StrongestFrequency(fused).mean();
}

Tensor SpatialFrequencyScore(const Tensor& images, const Tensor& fused) {
  RequireScorable(images, fused, 2);
  return torch::minimum(StrongestFrequency(fused), StrongestFrequency(images.detach())).mean();
}

Tensor OfWeakestSource(const Tensor& images, const Tensor& fused,
                       Tensor (*score)(const Tensor&, const Tensor&)) {
  std::vector<Tensor> parts;
  for (int64_t i = 0; i < images.size(1); ++i) {
    const Tensor one = images.narrow(1, i, 1);
    parts.push_back(score(torch::cat({one, one}, 1), fused) / 2);
  }
  return torch::stack(parts).amin();
}

}  // namespace f4s

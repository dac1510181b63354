#include "libfuse4seg/loss/metric_loss.h"

#include <torch/torch.h>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/loss/metric_loss_parts.h"
#include "libfuse4seg/loss/shapes.h"

namespace f4s {
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

/// [N,M,H,W] -> [N]: of the strongest of M differences at each place.
Tensor StrongestFrequency(const Tensor& x) {
  const auto power = [&](int64_t dim) { return x.diff(1, dim).square().amax(1).mean({1, 2}); };
  return (power(2) + power(3)).clamp_min(kLeastProduct).sqrt();
}

}  // namespace

void RequireScorable(const Tensor& images, const Tensor& fused, int64_t least) {
  const bool fits =
      IsFusedOf(images, fused) && images.size(1) >= 2 && images.size(2) >= least && images.size(3) >= least;
  if (!fits)
    throw Error(ErrorKind::kBadInput, "loss.shape",
                Cat("fusion metrics of shapes ", images.sizes(), " and ", fused.sizes(),
                    ": wanted [N,M,H,W] and [N,1,H,W] with M >= 2 and H, W >= ", least));
}

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

Tensor ScdScore(const Tensor& images, const Tensor& fused) {
  RequireScorable(images, fused, 1);
  const int64_t m = images.size(1);
  const Tensor sources = images.detach().flatten(2), f = fused.flatten(1);  // [N,M,X], [N,X]
  Tensor sum = torch::zeros({images.size(0)}, fused.options());
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = 0; j < m; ++j)
      if (i != j) sum = sum + PixelCorrelation(f - sources.select(1, j), sources.select(1, i));
  return sum.mean() * (2 / static_cast<double>(m * (m - 1)));
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

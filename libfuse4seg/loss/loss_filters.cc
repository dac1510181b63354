#include "libfuse4seg/loss/loss_filters.h"

#include <torch/torch.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/grid_gauss.h"
#include "libfuse4seg/nn/blocks/constants.h"
#include "libfuse4seg/nn/blocks/layers.h"

namespace f4s {
namespace {

using torch::Tensor;

constexpr int64_t kWindow = 11;
constexpr double kSigma = 1.5, kC1 = 1e-4, kC2 = 9e-4;

/// (1 2 1) along `dim`, without the ends.
Tensor Smoothed(const Tensor& x, int64_t dim) {
  const int64_t n = x.size(dim) - 2;
  return x.narrow(dim, 0, n) + 2 * x.narrow(dim, 1, n) + x.narrow(dim, 2, n);
}

/// (-1 0 1) along `dim`, without the ends.
Tensor Difference(const Tensor& x, int64_t dim) {
  const int64_t n = x.size(dim) - 2;
  return x.narrow(dim, 2, n) - x.narrow(dim, 0, n);
}

/// [n,n]: row i weighs the pixels of a line of n for the Gaussian window about pixel i, mirrored
/// at the ends.  As a matrix it takes any n, and its gradient is the same on every device.
Tensor GaussianMatrix(int64_t n) {
  const std::vector<double> window = NormalizedGaussianTaps(kSigma, kWindow / 2);
  std::vector<double> weights(static_cast<size_t>(n * n));
  const int64_t period = std::max<int64_t>(1, 2 * (n - 1));
  for (int64_t i = 0; i < n; ++i)
    for (int64_t k = 0; k < kWindow; ++k) {
      const int64_t place = ((i + k - kWindow / 2) % period + period) % period;
      const int64_t column = std::min(place, period - place);
      weights[static_cast<size_t>(i * n + column)] += window[static_cast<size_t>(k)];
    }
  return torch::tensor(weights, torch::kFloat64).view({n, n});
}

Tensor GaussianOfLine(int64_t n, const torch::TensorOptions& options) {
  return Constant(Cat("gaussian ", n), options, [&] { return GaussianMatrix(n); });
}

}  // namespace

SobelGradient Sobel(const Tensor& x) {
  if (x.dim() != 4 || x.size(2) < 3 || x.size(3) < 3)
    throw Error(ErrorKind::kBadInput, "loss.shape",
                Cat("gradients of images of shape ", x.sizes(), ": wanted [N,C,H,W] with H, W >= 3"));
  return {.horizontal = Difference(Smoothed(x, 2), 3), .vertical = -Difference(Smoothed(x, 3), 2)};
}

Tensor SobelMagnitude(const Tensor& x) {
  const SobelGradient gradient = Sobel(x);
  return gradient.horizontal.abs() + gradient.vertical.abs();
}

Tensor Softened(const Tensor& x, double sigma) {
  const auto r = static_cast<int64_t>(3 * sigma);
  const std::vector<double> weights = GaussianTaps(sigma, r);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  const Tensor line = Constant(Cat("gaussian taps ", sigma), x.options(), [&] {
    return torch::tensor(weights, torch::kFloat64).to(x.scalar_type()) / sum;
  });
  const bool is_one = x.size(1) == 1;
  const Tensor wide = ReplicatePad(is_one ? x : x.flatten(0, 1).unsqueeze(1), r);
  const Tensor soft = torch::conv2d(torch::conv2d(wide, line.view({1, 1, -1, 1})), line.view({1, 1, 1, -1}));
  return is_one ? soft : soft.view(x.sizes());
}

Tensor Ssim(const Tensor& a, const Tensor& b) {
  if (a.dim() != 4 || a.sizes() != b.sizes() || a.numel() == 0)
    throw Error(ErrorKind::kBadInput, "loss.shape",
                Cat("SSIM of shapes ", a.sizes(), " and ", b.sizes(), ": wanted one shape [N,C,H,W]"));
  const Tensor by_row = GaussianOfLine(a.size(2), a.options());
  const Tensor by_column = GaussianOfLine(a.size(3), a.options());
  const Tensor local = by_row.matmul(torch::stack({a, b, a * a, b * b, a * b})).matmul(by_column.t());
  const auto m = local.unbind(0);  // local means
  const Tensor mean_ab = m[0] * m[1], mean_aa = m[0] * m[0], mean_bb = m[1] * m[1];
  const Tensor similar = (2 * mean_ab + kC1) * (2 * (m[4] - mean_ab) + kC2);
  const Tensor scale = (mean_aa + mean_bb + kC1) * (m[2] - mean_aa + m[3] - mean_bb + kC2);
  return (similar / scale).mean();
}

}  // namespace f4s

#include "libfuse4seg/metric/fusion/gaussian_filter.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/elementwise.h"

namespace f4s {
namespace {

/// Pairs of equal taps are taken together.  The number of taps is a constant so that the inner
/// loop unrolls and x runs in vectors.
template <int kTaps>
[[gnu::always_inline]] inline void Convolve(const double* __restrict in, size_t stride, int count,
                                            const double* weights, double* __restrict out) {
  constexpr size_t kCentre = kTaps / 2;
  for (int x = 0; x < count; ++x) {
    const double* __restrict first = in + x;
    double sum = weights[kCentre] * first[kCentre * stride];
    for (size_t k = 0; k < kCentre; ++k)
      sum += weights[k] * (first[k * stride] + first[(kTaps - 1 - k) * stride]);
    out[x] = sum;
  }
}

F4S_ELEMENTWISE
void ConvolveSymmetric(int taps, const double* in, size_t stride, int count, const double* weights,
                       double* out) {
  switch (taps) {
    case 17: return Convolve<17>(in, stride, count, weights, out);
    case 11: return Convolve<11>(in, stride, count, weights, out);
    case 9: return Convolve<9>(in, stride, count, weights, out);
    case 5: return Convolve<5>(in, stride, count, weights, out);
    case 3: return Convolve<3>(in, stride, count, weights, out);
    case 1: return Convolve<1>(in, stride, count, weights, out);
    default: throw Error(ErrorKind::kInternal, "internal.taps", Cat("no Gaussian of ", taps, " taps"));
  }
}

}  // namespace

GaussianWindow::GaussianWindow(int taps, double sigma, double centre, double step)
    : taps_(taps), is_symmetric_(centre == taps / 2 && step == 1) {
  double sum = 0;
  for (int k = 0; k < taps; ++k) {
    const double distance = (k - centre) * step;
    weights_[k] = std::exp(-distance * distance / (2 * sigma * sigma));
  }
  for (const double weight : weights_) sum += weight;
  for (double& weight : weights_) weight /= sum;
}

void GaussianWindow::Filter(const double* in, size_t stride, int count, double* out) const {
  if (is_symmetric_) return ConvolveSymmetric(taps_, in, stride, count, weights_.data(), out);
  for (int x = 0; x < count; ++x) {
    double sum = 0;
    for (int k = 0; k < taps_; ++k) sum += weights_[k] * in[x + static_cast<size_t>(k) * stride];
    out[x] = sum;
  }
}

void FilterRow(const View<const double>& plane, int64_t y, const GaussianWindow& vertical,
               const GaussianWindow& horizontal, double* scratch, double* out) {
  const auto width = static_cast<int>(plane.width);
  vertical.Filter(plane.row(y), static_cast<size_t>(plane.row_stride), width, scratch);
  horizontal.Filter(scratch, 1, width - horizontal.taps() + 1, out);
}

}  // namespace f4s

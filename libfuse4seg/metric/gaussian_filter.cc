#include "libfuse4seg/metric/gaussian_filter.h"

#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/metric/elementwise.h"

namespace f4s {
namespace {

/// out[x] = sum over k of window[k] in[x + k stride], pairs of equal taps taken together.
/// The number of taps is a constant so that the inner loop unrolls and x runs in vectors.
template <int kTaps>
[[gnu::always_inline]] inline void Convolve(const double* __restrict in, int stride, int n,
                                            const double* half, double* __restrict out) {
  constexpr int kCentre = kTaps / 2;
  for (int x = 0; x < n; ++x) {
    double sum = half[kCentre] * in[x + kCentre * stride];
    for (int k = 0; k < kCentre; ++k)
      sum += half[k] * (in[x + k * stride] + in[x + (kTaps - 1 - k) * stride]);
    out[x] = sum;
  }
}

/// Down the columns, then along the row.
template <int kTaps>
[[gnu::always_inline]] inline void FilterRowOf(const double* rows, int width, const double* half,
                                               double* scratch, double* out) {
  Convolve<kTaps>(rows, width, width, half, scratch);
  Convolve<kTaps>(scratch, 1, width - kTaps + 1, half, out);
}

F4S_ELEMENTWISE
void FilterRows(int taps, const double* rows, int width, const double* half, double* scratch, double* out) {
  switch (taps) {
    case 17: return FilterRowOf<17>(rows, width, half, scratch, out);
    case 9: return FilterRowOf<9>(rows, width, half, scratch, out);
    case 5: return FilterRowOf<5>(rows, width, half, scratch, out);
    case 3: return FilterRowOf<3>(rows, width, half, scratch, out);
    default: throw Error(ErrorKind::kInternal, "internal.taps", Cat("no Gaussian of ", taps, " taps"));
  }
}

}  // namespace

GaussianWindow::GaussianWindow(int taps) : taps_(taps) {
  const double sigma = taps / 5.0;
  const int centre = taps / 2;
  double sum = 0;
  for (int k = 0; k <= centre; ++k) {
    half_[k] = std::exp(-(k - centre) * (k - centre) / (2 * sigma * sigma));
    sum += k < centre ? 2 * half_[k] : half_[k];
  }
  for (double& tap : half_) tap /= sum;
}

void GaussianWindow::FilterRow(const Plane& plane, int y, double* scratch, double* out) const {
  FilterRows(taps_, plane.row(y), plane.width, half_.data(), scratch, out);
}

}  // namespace f4s

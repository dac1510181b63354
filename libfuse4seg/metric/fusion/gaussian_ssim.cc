#include <algorithm>
#include <numeric>
#include <vector>

#include "libfuse4seg/metric/elementwise.h"
#include "libfuse4seg/metric/fusion/gaussian_filter.h"
#include "libfuse4seg/metric/fusion/ssim.h"

namespace f4s {
namespace {

constexpr int kTaps = 11;
constexpr double kSigma = 1.5;

/// An image with its border repeated `border` pixels outwards.
Image<double> Widened(const LevelView& image, int64_t border) {
  const int64_t width = image.width + 2 * border, height = image.height + 2 * border;
  std::vector<double> values;
  values.reserve(static_cast<size_t>(width * height));
  for (int64_t y = 0; y < height; ++y) {
    const uint8_t* row = image.row(std::clamp<int64_t>(y - border, 0, image.height - 1));
    for (int64_t x = 0; x < width; ++x)
      values.push_back(row[std::clamp<int64_t>(x - border, 0, image.width - 1)]);
  }
  return Picture(width, height, std::move(values));
}

Image<double> Product(Image<double> a, const Image<double>& b) {
  for (size_t i = 0; i < a.samples.size(); ++i) a.samples[i] *= b.samples[i];
  return a;
}

/// One filtered row of each of the five planes.
struct Moments {
  std::vector<double> a, b, aa, bb, ab;
};

/// Adds the SSIM of a row's windows to `totals`, column by column.
F4S_ELEMENTWISE
void AddRow(const Moments& m, int count, double c1, double c2, double* __restrict totals) {
  const double *a = m.a.data(), *b = m.b.data(), *aa = m.aa.data(), *bb = m.bb.data(), *ab = m.ab.data();
  for (int x = 0; x < count; ++x) {
    const double squares = a[x] * a[x] + b[x] * b[x], product = a[x] * b[x];
    const double above = (2 * product + c1) * (2 * (ab[x] - product) + c2);
    const double below = (squares + c1) * (aa[x] + bb[x] - squares + c2);
    totals[x] += above / below;
  }
}

}  // namespace

Score GaussianSsim(const LevelView& a, const LevelView& b, double data_range, SsimRule::Border border) {
  const bool is_partial = border == SsimRule::Border::kInsideOrUnfiltered;
  const int64_t least = is_partial ? 2 : border == SsimRule::Border::kInside ? kTaps : 1;
  if (std::min(a.width, a.height) < least) return Undefined::kImageTooSmall;
  const GaussianWindow horizontal(is_partial && a.width < kTaps ? 1 : kTaps, kSigma);
  const GaussianWindow vertical(is_partial && a.height < kTaps ? 1 : kTaps, kSigma);
  const int64_t widening = border == SsimRule::Border::kRepeated ? kTaps / 2 : 0;
  const Image<double> wa = Widened(a, widening), wb = Widened(b, widening), waa = Product(wa, wa),
                      wbb = Product(wb, wb), wab = Product(wa, wb);

  const int width = wa.width() - horizontal.taps() + 1, height = wa.height() - vertical.taps() + 1;
  const auto count = static_cast<size_t>(width);
  Moments m{std::vector<double>(count), std::vector<double>(count), std::vector<double>(count),
            std::vector<double>(count), std::vector<double>(count)};
  std::vector<double> scratch(static_cast<size_t>(wa.width())), totals(count);
  const double c1 = 0.01 * data_range * (0.01 * data_range), c2 = 0.03 * data_range * (0.03 * data_range);
  for (int y = 0; y < height; ++y) {
    const auto filter = [&](const Image<double>& image, std::vector<double>& row) {
      FilterRow(image.plane(), y, vertical, horizontal, scratch.data(), row.data());
    };
    filter(wa, m.a), filter(wb, m.b), filter(waa, m.aa), filter(wbb, m.bb), filter(wab, m.ab);
    AddRow(m, width, c1, c2, totals.data());
  }
  return std::accumulate(totals.begin(), totals.end(), 0.0) / (static_cast<double>(width) * height);
}

}  // namespace f4s

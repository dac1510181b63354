#include "libfuse4seg/metric/fusion/ssim.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "libfuse4seg/metric/elementwise.h"
#include "libfuse4seg/metric/fusion/gaussian_filter.h"

namespace f4s {
namespace {

constexpr int kSide = 7;
constexpr int kArea = kSide * kSide;

/// Sums over windows of kSide rows, one a column, that move down a row at a time.  All sums
/// are integers below 2^31: 49 * 49 * 255^2 < 2^28.
struct ColumnSums {
  std::vector<int32_t> a, b, aa, bb, ab;

  explicit ColumnSums(size_t width) : a(width), b(width), aa(width), bb(width), ab(width) {}

  /// Adds (sign 1) or takes away (-1) a row.
  void Accumulate(const uint8_t* row_a, const uint8_t* row_b, int sign) {
    AddRow(row_a, row_b, sign, static_cast<int>(a.size()), a.data(), b.data(), aa.data(), bb.data(),
           ab.data());
  }

 private:
  static void AddRow(const uint8_t* row_a, const uint8_t* row_b, int sign, int width, int32_t* a, int32_t* b,
                     int32_t* aa, int32_t* bb, int32_t* ab);
};

F4S_ELEMENTWISE
void ColumnSums::AddRow(const uint8_t* __restrict row_a, const uint8_t* __restrict row_b, int sign, int width,
                        int32_t* __restrict a, int32_t* __restrict b, int32_t* __restrict aa,
                        int32_t* __restrict bb, int32_t* __restrict ab) {
  for (int x = 0; x < width; ++x) {
    const int32_t va = row_a[x], vb = row_b[x];
    a[x] += sign * va;
    b[x] += sign * vb;
    aa[x] += sign * (va * va);
    bb[x] += sign * (vb * vb);
    ab[x] += sign * (va * vb);
  }
}

[[gnu::always_inline]] inline int32_t WindowSum(const int32_t* columns) {
  int32_t sum = 0;
  for (int k = 0; k < kSide; ++k) sum += columns[k];
  return sum;
}

/// Adds the SSIM of the windows that begin in each column to `totals`.
F4S_ELEMENTWISE
void AddWindows(const int32_t* sum_a, const int32_t* sum_b, const int32_t* sum_aa, const int32_t* sum_bb,
                const int32_t* sum_ab, double c1, double c2, int count, double* __restrict totals) {
  for (int x = 0; x < count; ++x) {
    const int32_t a = WindowSum(sum_a + x), b = WindowSum(sum_b + x);
    const int32_t variances = kArea * (WindowSum(sum_aa + x) + WindowSum(sum_bb + x)) - a * a - b * b;
    const int32_t covariance = kArea * WindowSum(sum_ab + x) - a * b;
    constexpr double kMeans = 1.0 / (kArea * kArea), kSample = 1.0 / (kArea * (kArea - 1));
    const double above = (2 * kMeans * (a * b) + c1) * (2 * kSample * covariance + c2);
    const double below = (kMeans * (a * a + b * b) + c1) * (kSample * variances + c2);
    totals[x] += above / below;
  }
}

}  // namespace

Score BoxSsim(const LevelView& a, const LevelView& b, double data_range) {
  if (a.width < kSide || a.height < kSide) return Undefined::kImageTooSmall;
  const double c1 = 0.01 * data_range * (0.01 * data_range), c2 = 0.03 * data_range * (0.03 * data_range);
  ColumnSums sums(static_cast<size_t>(a.width));
  std::vector<double> totals(static_cast<size_t>(a.width - kSide + 1));
  for (int64_t y = 0; y < a.height; ++y) {
    sums.Accumulate(a.row(y), b.row(y), 1);
    if (y < kSide - 1) continue;
    AddWindows(sums.a.data(), sums.b.data(), sums.aa.data(), sums.bb.data(), sums.ab.data(), c1, c2,
               static_cast<int>(totals.size()), totals.data());
    sums.Accumulate(a.row(y - kSide + 1), b.row(y - kSide + 1), -1);
  }
  const double windows = static_cast<double>(totals.size()) * static_cast<double>(a.height - kSide + 1);
  return std::accumulate(totals.begin(), totals.end(), 0.0) / windows;
}

Score Ssim(const LevelView& a, const LevelView& b, const SsimRule& rule) {
  return rule.window == SsimRule::Window::kBox7 ? BoxSsim(a, b, rule.data_range)
                                                : GaussianSsim(a, b, rule.data_range, rule.border);
}

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
void AddGaussianWindows(const Moments& m, int count, double c1, double c2, double* __restrict totals) {
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
    AddGaussianWindows(m, width, c1, c2, totals.data());
  }
  return std::accumulate(totals.begin(), totals.end(), 0.0) / (static_cast<double>(width) * height);
}

}  // namespace f4s

#include "libfuse4seg/metric/fusion/ssim.h"

#include <cmath>
#include <numeric>
#include <vector>

#include "libfuse4seg/metric/elementwise.h"

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

}  // namespace f4s

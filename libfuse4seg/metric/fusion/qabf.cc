#include "libfuse4seg/metric/fusion/qabf.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "libfuse4seg/metric/elementwise.h"
#include "libfuse4seg/metric/fusion/exponential.h"

namespace f4s {
namespace {

constexpr double kHalfPi = std::numbers::pi / 2;

/// The signs and divisors of atan(z) = z - z^3 / 3 + z^5 / 5 - ...
constexpr int kTerms = 17;
constexpr auto kAngleSeries = [] {
  std::array<double, kTerms> terms{};
  for (int i = 0; i < kTerms; ++i) terms[i] = (i % 2 == 0 ? 1.0 : -1.0) / (2 * i + 1);
  return terms;
}();

/// atan(vertical / horizontal).  Of the ratio t of the lesser to the greater, atan(t) by its series
/// where t <= 0.4, else pi / 4 + atan((t - 1) / (t + 1)): the argument stays below 0.43, where 17
/// terms are exact to 1e-14.  Without branches, since edges point anywhere and rows of them run in
/// vectors.
[[gnu::always_inline]] inline double Angle(int horizontal, int vertical) {
  const int p = std::abs(horizontal), q = std::abs(vertical);
  const int greater = p > q ? p : q, lesser = p > q ? q : p;
  const int flat = horizontal == 0 ? 1 : 0;
  const int oblique = 5 * lesser > 2 * greater ? 1 : 0;
  const int divisor = greater + oblique * lesser + (greater == 0 ? 1 : 0);
  const double z = static_cast<double>(lesser - oblique * greater) / divisor;
  const double square = z * z;
  double sum = kAngleSeries[kTerms - 1];
#pragma GCC unroll 16
  for (int i = kTerms - 2; i >= 0; --i) sum = sum * square + kAngleSeries[i];
  const double angle = oblique * (kHalfPi / 2) + z * sum;
  const int steep = q > p ? 1 : flat;
  const int falling = (horizontal ^ vertical) < 0 ? 1 - flat : 0;
  return (1 - 2 * falling) * (steep * kHalfPi + (1 - 2 * steep) * angle);
}

F4S_ELEMENTWISE
void AngleRow(const int* __restrict horizontal, const int* __restrict vertical, int width,
              double* __restrict angles) {
  for (int x = 0; x < width; ++x) angles[x] = Angle(horizontal[x], vertical[x]);
}

/// Sobel of one row; each input row has a zero on either side.
F4S_ELEMENTWISE
void SobelRow(const int* __restrict above, const int* __restrict row, const int* __restrict below, int width,
              int* __restrict horizontal, int* __restrict vertical, double* __restrict strength) {
  for (int x = 0; x < width; ++x) {
    const int h = above[x + 2] - above[x] + 2 * (row[x + 2] - row[x]) + below[x + 2] - below[x];
    const int v = above[x] + 2 * above[x + 1] + above[x + 2] - below[x] - 2 * below[x + 1] - below[x + 2];
    horizontal[x] = h;
    vertical[x] = v;
    strength[x] = std::sqrt(static_cast<double>(h * h + v * v));
  }
}

/// Adds Q g of each edge to `kept`, equations 3 to 7; `a` is the source.  The relative strength of
/// equal strengths g is gain g + offset.
F4S_ELEMENTWISE
void AddPreserved(const double* __restrict a_strengths, const double* __restrict a_angles,
                  const double* __restrict f_strengths, const double* __restrict f_angles, int count,
                  double gain, double offset, double* __restrict kept, double* __restrict strength) {
  for (int i = 0; i < count; ++i) {
    const double a = a_strengths[i], f = f_strengths[i];
    const double greater = a > f ? a : f, lesser = a > f ? f : a;
    const double numerator = a == f ? gain * a + offset : lesser;
    const double relative_strength = numerator / (a == f ? 1 : greater);
    const double relative_angle = 1 - std::abs(a_angles[i] - f_angles[i]) * (1 / kHalfPi);
    // Both sigmoids over one fraction.
    const double sigmoids =
        (1 + Exponential(-15 * (relative_strength - 0.5))) * (1 + Exponential(-22 * (relative_angle - 0.8)));
    kept[i] += 0.9994 * 0.9879 / sigmoids * a;
    strength[i] += a;
  }
}

/// The edges of an image, a row at a time: what is kept of it stays in the nearest cache.
class EdgeRow {
 public:
  EdgeRow(const LevelImage& image, bool has_frame) : image_(image), has_frame_(has_frame) {
    const size_t width = static_cast<size_t>(image.width);
    for (auto* row : {&above_, &row_, &below_}) row->resize(width + 2);  // a zero on either side
    horizontal_.resize(width);
    vertical_.resize(width);
    strengths_.resize(width);
    angles_.resize(width);
    std::copy_n(image.row(0), image.width, below_.begin() + 1);
  }

  /// To row y, which must be the one after the last.
  void Next(int y) {
    std::swap(above_, row_);
    std::swap(row_, below_);
    if (y + 1 < image_.height)
      std::copy_n(image_.row(y + 1), image_.width, below_.begin() + 1);
    else
      std::fill(below_.begin(), below_.end(), 0);
    SobelRow(above_.data(), row_.data(), below_.data(), image_.width, horizontal_.data(), vertical_.data(),
             strengths_.data());
    AngleRow(horizontal_.data(), vertical_.data(), image_.width, angles_.data());
    if (has_frame_) return;
    strengths_.front() = strengths_.back() = 0;
    if (y == 0 || y == image_.height - 1) std::fill(strengths_.begin(), strengths_.end(), 0.0);
  }

  [[nodiscard]] const double* strengths() const { return strengths_.data(); }
  [[nodiscard]] const double* angles() const { return angles_.data(); }

 private:
  const LevelImage& image_;
  const bool has_frame_;
  std::vector<int> above_, row_, below_, horizontal_, vertical_;
  std::vector<double> strengths_, angles_;
};

/// Sums of one source, a column each.
struct ColumnTotals {
  std::vector<double> kept, strength;
};

}  // namespace

std::vector<EdgePreservation> PreservedEdges(const LevelImage& fused,
                                             const std::vector<const LevelImage*>& sources,
                                             const QabfRule& rule) {
  const auto width = static_cast<size_t>(fused.width);
  const double offset = rule.equal_gain == 0 ? 1 : 0;
  EdgeRow fused_row(fused, rule.has_frame);
  std::vector<EdgeRow> rows;
  for (const LevelImage* source : sources) rows.emplace_back(*source, rule.has_frame);
  std::vector<ColumnTotals> totals(sources.size(),
                                   ColumnTotals{std::vector<double>(width), std::vector<double>(width)});
  for (int y = 0; y < fused.height; ++y) {
    fused_row.Next(y);
    for (size_t i = 0; i < rows.size(); ++i) {
      rows[i].Next(y);
      AddPreserved(rows[i].strengths(), rows[i].angles(), fused_row.strengths(), fused_row.angles(),
                   fused.width, rule.equal_gain, offset, totals[i].kept.data(), totals[i].strength.data());
    }
  }
  std::vector<EdgePreservation> sums;
  for (const ColumnTotals& total : totals)
    sums.push_back({std::accumulate(total.kept.begin(), total.kept.end(), 0.0),
                    std::accumulate(total.strength.begin(), total.strength.end(), 0.0)});
  return sums;
}

}  // namespace f4s

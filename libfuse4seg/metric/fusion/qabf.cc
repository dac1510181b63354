#include "libfuse4seg/metric/fusion/qabf.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "libfuse4seg/metric/elementwise.h"

namespace f4s {
namespace {

constexpr double kHalfPi = std::numbers::pi / 2;
constexpr int kLanes = 32;  // pixels that are looked at together; rows are filled up with zeros to it

/// atan(z) / z by powers of z^2, |z| <= 3/7: interpolated at Chebyshev's points, 2e-15 off at most.
constexpr std::array<double, 10> kAngleTerms = {
    0x1.ffffffffffff0p-1, -0x1.555555554cae0p-2, 0x1.9999998d66ec2p-3, -0x1.249245cbb6e4dp-3,
    0x1.c71b81dccbfd6p-4, -0x1.7449ac7db8acfp-4, 0x1.3a1c53f08b36bp-4, -0x1.095116537c618p-4,
    0x1.9431647e02cdep-5, -0x1.8b1f5e3e11087p-6};

/// Sobel of one row; each input row has a zero on either side.
F4S_ELEMENTWISE
void SobelRow(const int* __restrict above, const int* __restrict row, const int* __restrict below, int width,
              int* __restrict horizontal, int* __restrict vertical) {
  for (int x = 0; x < width; ++x) {
    horizontal[x] = above[x + 2] - above[x] + 2 * (row[x + 2] - row[x]) + below[x + 2] - below[x];
    vertical[x] = above[x] + 2 * above[x + 1] + above[x + 2] - below[x] - 2 * below[x + 1] - below[x + 2];
  }
}

/// Edges of a chunk.  Of the two directions of an edge the one with an angle above -pi/2 and at most
/// pi/2; no edge points up.
struct Edges {
  alignas(64) int horizontal[kLanes], vertical[kLanes];
  alignas(64) double strength[kLanes];
};

F4S_ELEMENTWISE
void FindEdges(const int* __restrict horizontal, const int* __restrict vertical, Edges& __restrict edges) {
  for (int i = 0; i < kLanes; ++i) {
    const int h = horizontal[i], v = vertical[i];
    edges.strength[i] = std::sqrt(static_cast<double>(h * h + v * v));
    const int back = h < 0 ? 1 : h == 0 && v < 0 ? 1 : 0;
    edges.horizontal[i] = back ? -h : h;
    edges.vertical[i] = h == 0 && v == 0 ? 1 : back ? -v : v;
  }
}

/// Adds Q g of each edge to `kept`, equations 3 to 7; `a` is the source.  The relative strength of
/// equal strengths g is gain g + offset.  The angle between the edges is that of their cross and dot
/// product, whole numbers both; of the ratio t of the lesser to the greater, it is atan(t) where
/// t <= 0.4, else pi / 4 + atan((t - 1) / (t + 1)), so that the argument stays within 3/7.
/// Without branches, since rows of edges that point anywhere run in vectors.
F4S_ELEMENTWISE
void AddPreserved(const Edges& a, const Edges& f, double gain, double offset, double* __restrict kept,
                  double* __restrict strength) {
  for (int i = 0; i < kLanes; ++i) {
    const double ga = a.strength[i], gf = f.strength[i];
    const double greater = ga > gf ? ga : gf, lesser = ga > gf ? gf : ga;
    const double part = ga == gf ? gain * ga + offset : lesser, of = ga == gf ? 1 : greater;

    const int ah = a.horizontal[i], av = a.vertical[i], fh = f.horizontal[i], fv = f.vertical[i];
    const int cross = std::abs(av * fh - fv * ah), dot = ah * fh + av * fv, along = std::abs(dot);
    const int most = cross > along ? cross : along, least = cross > along ? along : cross;
    const int oblique = 5 * least > 2 * most ? 1 : 0;
    const double rise = least - oblique * most, run = most + oblique * least;

    const double inverse = 1 / (of * run);  // one division for both ratios
    const double relative_strength = part * (run * inverse), z = rise * (of * inverse), square = z * z;
    double series = kAngleTerms.back();
#pragma GCC unroll 9
    for (int k = 8; k >= 0; --k) series = series * square + kAngleTerms[k];
    const double flat = oblique * (kHalfPi / 2) + z * series;
    const double acute = cross > along ? kHalfPi - flat : flat;
    const double angle = dot < 0 ? 2 * kHalfPi - acute : acute;
    const double relative_angle = 1 - angle * (1 / kHalfPi);
    // Both sigmoids over one fraction.
    const double sigmoids =
        (1 + Exponential(-15 * (relative_strength - 0.5))) * (1 + Exponential(-22 * (relative_angle - 0.8)));
    kept[i] += 0.9994 * 0.9879 / sigmoids * ga;
    strength[i] += ga;
  }
}

/// The gradients of an image, a row at a time: what is kept of it stays in the nearest cache.
class GradientRow {
 public:
  GradientRow(const LevelView& image, bool has_frame) : image_(image), has_frame_(has_frame) {
    const auto width = static_cast<size_t>(image.width), whole = (width + kLanes - 1) / kLanes * kLanes;
    for (auto* row : {&above_, &row_, &below_}) row->resize(width + 2);  // a zero on either side
    horizontal_.resize(whole);
    vertical_.resize(whole);
    std::copy_n(image.row(0), image.width, below_.begin() + 1);
  }

  /// To row y, which must be the one after the last.
  void Next(int64_t y) {
    std::swap(above_, row_);
    std::swap(row_, below_);
    if (y + 1 < image_.height)
      std::copy_n(image_.row(y + 1), image_.width, below_.begin() + 1);
    else
      std::fill(below_.begin(), below_.end(), 0);
    SobelRow(above_.data(), row_.data(), below_.data(), static_cast<int>(image_.width), horizontal_.data(),
             vertical_.data());
    if (has_frame_) return;
    const bool is_frame = y == 0 || y == image_.height - 1;
    for (auto* row : {&horizontal_, &vertical_}) {
      row->at(0) = row->at(static_cast<size_t>(image_.width) - 1) = 0;
      if (is_frame) std::fill(row->begin(), row->end(), 0);
    }
  }

  [[nodiscard]] size_t num_pixels() const { return horizontal_.size(); }
  [[nodiscard]] bool HasEdges(size_t begin) const {
    int any = 0;
    for (size_t i = begin; i < begin + kLanes; ++i) any |= horizontal_[i] | vertical_[i];
    return any != 0;
  }
  void Find(size_t begin, Edges& edges) const {
    FindEdges(horizontal_.data() + begin, vertical_.data() + begin, edges);
  }

 private:
  const LevelView image_;
  const bool has_frame_;
  std::vector<int> above_, row_, below_, horizontal_, vertical_;
};

/// Sums of one source, a column each.
struct ColumnTotals {
  std::vector<double> kept, strength;
};

/// Takes up one row.  Where a source has no edge it adds nothing, whatever the fused image has, and
/// around a body there are many such places.
void AddRowScores(const GradientRow& fused_row, const std::vector<GradientRow>& rows, double equal_gain,
                  std::vector<ColumnTotals>& totals) {
  Edges fused, source;
  for (size_t begin = 0; begin < fused_row.num_pixels(); begin += kLanes) {
    bool is_found = false;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (!rows[i].HasEdges(begin)) continue;
      if (!std::exchange(is_found, true)) fused_row.Find(begin, fused);
      rows[i].Find(begin, source);
      AddPreserved(source, fused, equal_gain, equal_gain == 0 ? 1 : 0, totals[i].kept.data() + begin,
                   totals[i].strength.data() + begin);
    }
  }
}

}  // namespace

std::vector<EdgePreservation> PreservedEdges(const LevelView& fused, const std::vector<LevelView>& sources,
                                             const QabfRule& rule) {
  GradientRow fused_row(fused, rule.has_frame);
  std::vector<GradientRow> rows;
  for (const LevelView& source : sources) rows.emplace_back(source, rule.has_frame);
  const std::vector<double> zeros(fused_row.num_pixels());
  std::vector<ColumnTotals> totals(sources.size(), ColumnTotals{zeros, zeros});
  for (int64_t y = 0; y < fused.height; ++y) {
    fused_row.Next(y);
    for (GradientRow& row : rows) row.Next(y);
    AddRowScores(fused_row, rows, rule.equal_gain, totals);
  }
  std::vector<EdgePreservation> sums;
  for (const ColumnTotals& total : totals)
    sums.push_back({std::accumulate(total.kept.begin(), total.kept.end(), 0.0),
                    std::accumulate(total.strength.begin(), total.strength.end(), 0.0)});
  return sums;
}

}  // namespace f4s

#include "libfuse4seg/metric/fusion/qabf.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
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
F4S_FUSED_ELEMENTWISE
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

F4S_FUSED_ELEMENTWISE
void FindEdges(const int* __restrict horizontal, const int* __restrict vertical, Edges& __restrict edges) {
  for (int i = 0; i < kLanes; ++i) {
    const int h = horizontal[i], v = vertical[i];
    edges.strength[i] = Root(h * h + v * v);
    const int back = h < 0 ? 1 : h == 0 && v < 0 ? 1 : 0;
    edges.horizontal[i] = back ? -h : h;
    edges.vertical[i] = h == 0 && v == 0 ? 1 : back ? -v : v;
  }
}

constexpr double kGreatest = 0.9994 * 0.9879;

[[gnu::always_inline]] inline double StrengthSigmoid(double relative) {
  return 1 + Exponential(-15 * (relative - 0.5));
}
[[gnu::always_inline]] inline double AngleSigmoid(double relative) {
  return 1 + Exponential(-22 * (relative - 0.8));
}

/// Q of each two edges, equations 3 to 7, whichever is the source's.  The relative strength of
/// equal strengths g is gain g + offset.  The angle between the edges is that of their cross and dot
/// product, whole numbers both; of the ratio t of the lesser to the greater, it is atan(t) where
/// t <= 0.4, else pi / 4 + atan((t - 1) / (t + 1)), so that the argument stays within 3/7.
/// Without branches, since rows of edges that point anywhere run in vectors.
F4S_FUSED_ELEMENTWISE
void FindPreserved(const Edges& a, const Edges& f, double gain, double offset, double* __restrict preserved) {
  for (int i = 0; i < kLanes; ++i) {
    const double ga = a.strength[i], gf = f.strength[i];
    const double greater = ga > gf ? ga : gf, lesser = ga > gf ? gf : ga;
    const double part = ga == gf ? gain * ga + offset : lesser, of = ga == gf ? 1 : greater;

    const int ah = a.horizontal[i], av = a.vertical[i], fh = f.horizontal[i], fv = f.vertical[i];
    const int cross = std::abs(av * fh - fv * ah), dot = ah * fh + av * fv, along = std::abs(dot);
    const int most = cross > along ? cross : along, least = cross > along ? along : cross;
    const int oblique = 5 * least > 2 * most ? 1 : 0;
    const double rise = least - oblique * most, run = most + oblique * least;

    const double inverse = Inverse(of * run);  // one division for both ratios
    const double relative_strength = part * (run * inverse), z = rise * (of * inverse), square = z * z;
    double series = kAngleTerms.back();
#pragma GCC unroll 9
    for (int k = 8; k >= 0; --k) series = series * square + kAngleTerms[k];
    const double flat = oblique * (kHalfPi / 2) + z * series;
    const double acute = cross > along ? kHalfPi - flat : flat;
    const double angle = dot < 0 ? 2 * kHalfPi - acute : acute;
    const double relative_angle = 1 - angle * (1 / kHalfPi);
    // Both sigmoids under one fraction.
    preserved[i] = kGreatest * Inverse(StrengthSigmoid(relative_strength) * AngleSigmoid(relative_angle));
  }
}

/// The same of edges and themselves.
F4S_FUSED_ELEMENTWISE
void FindOwnPreserved(const Edges& a, double gain, double offset, double* __restrict preserved) {
  for (int i = 0; i < kLanes; ++i)
    preserved[i] = kGreatest * Inverse(StrengthSigmoid(gain * a.strength[i] + offset) * AngleSigmoid(1));
}

F4S_FUSED_ELEMENTWISE
void AddProducts(const double* __restrict a, const double* __restrict b, double* __restrict sums) {
  for (int i = 0; i < kLanes; ++i) sums[i] += a[i] * b[i];
}

F4S_FUSED_ELEMENTWISE
void AddAll(const double* __restrict a, double* __restrict sums) {
  for (int i = 0; i < kLanes; ++i) sums[i] += a[i];
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

/// The sums of all sources and fused images, chunk by chunk of a row.
class PreservationSums {
 public:
  PreservationSums(const ComparedImages& compared, const QabfRule& rule)
      : compared_(compared),
        gain_(rule.equal_gain),
        offset_(rule.equal_gain == 0 ? 1 : 0),
        edges_(compared.images.size()),
        has_edges_(compared.num_sources),
        strength_(compared.num_sources),
        kept_(ForEachPair(compared, Lanes())) {
    for (const LevelView& image : compared.images) rows_.emplace_back(image, rule.has_frame);
  }

  /// Rows follow one another.  Where a source has no edge it adds nothing, whatever the fused image has, and
  /// around a body there are many such places.
  void AddRow(int64_t y) {
    for (GradientRow& row : rows_) row.Next(y);
    for (size_t begin = 0; begin < rows_[0].num_pixels(); begin += kLanes) {
      bool any = false;
      for (size_t i = 0; i < compared_.num_sources; ++i)
        any = (has_edges_[i] = rows_[i].HasEdges(begin)) || any;
      if (any) AddChunk(begin);
    }
  }

  [[nodiscard]] EdgePreservation Sum(size_t fused, size_t source) const {
    return {Total(kept_[fused][source]), Total(strength_[source])};
  }

 private:
  struct Lanes {
    alignas(64) double sums[kLanes] = {};
  };
  static double Total(const Lanes& lanes) {
    return std::accumulate(std::begin(lanes.sums), std::end(lanes.sums), 0.0);
  }

  void AddChunk(size_t begin) {
    for (size_t i = 0; i < rows_.size(); ++i) rows_[i].Find(begin, edges_[i]);
    for (size_t i = 0; i < compared_.num_sources; ++i)
      if (has_edges_[i]) AddAll(edges_[i].strength, strength_[i].sums);
    for (const ImagePair& pair : compared_.pairs) {
      const bool first = pair.from_first && has_edges_[pair.second],
                 second = pair.from_second && has_edges_[pair.first];
      if (!first && !second) continue;
      alignas(64) double preserved[kLanes];
      if (pair.first == pair.second)
        FindOwnPreserved(edges_[pair.first], gain_, offset_, preserved);
      else
        FindPreserved(edges_[pair.second], edges_[pair.first], gain_, offset_, preserved);
      if (first) AddProducts(preserved, edges_[pair.second].strength, kept_[pair.first][pair.second].sums);
      if (second) AddProducts(preserved, edges_[pair.first].strength, kept_[pair.second][pair.first].sums);
    }
  }

  const ComparedImages& compared_;
  const double gain_, offset_;
  std::vector<GradientRow> rows_;
  std::vector<Edges> edges_;
  std::vector<bool> has_edges_;  // of this chunk, by source
  std::vector<Lanes> strength_;
  ByPair<Lanes> kept_;
};

}  // namespace

ByPair<EdgePreservation> PreservedEdges(const ComparedImages& compared, const QabfRule& rule) {
  PreservationSums sums(compared, rule);
  for (int64_t y = 0; y < compared.images.front().height; ++y) sums.AddRow(y);
  ByPair<EdgePreservation> found = ForEachPair(compared, EdgePreservation());
  for (size_t fused = 0; fused < found.size(); ++fused)
    for (size_t source = 0; source < compared.num_sources; ++source)
      found[fused][source] = sums.Sum(fused, source);
  return found;
}

std::vector<EdgePreservation> PreservedEdges(const LevelView& fused, const std::vector<LevelView>& sources,
                                             const QabfRule& rule) {
  const ComparedImages compared = Compared({fused}, sources);
  return PreservedEdges(compared, rule)[compared.candidates.front()];
}

}  // namespace f4s

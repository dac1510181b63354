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

/// atan(i / kNodes) for i = 0 to kNodes.
constexpr int kNodes = 256;
const std::array<double, kNodes + 1>& AngleNodes() {
  static const auto nodes = [] {
    std::array<double, kNodes + 1> angles;
    for (int i = 0; i <= kNodes; ++i) angles[i] = std::atan(i / double{kNodes});
    return angles;
  }();
  return nodes;
}

/// atan(vertical / horizontal) by atan(t) = atan(c) + atan((t - c) / (1 + t c)), c the nearest
/// node: the rest is below 2^-8, where three terms of the series are exact to the last digit.
/// Without branches, since edges point anywhere and rows of them run in vectors.
[[gnu::always_inline]] inline double Angle(int horizontal, int vertical, const double* nodes) {
  const int p = std::abs(horizontal), q = std::abs(vertical);
  const int greater = p > q ? p : q, lesser = p > q ? q : p;
  const int flat = horizontal == 0 ? 1 : 0;
  const int divisor = greater + (greater == 0 ? 1 : 0);
  const int i = static_cast<int>(static_cast<float>(lesser * kNodes) / static_cast<float>(divisor) + 0.5F);
  const double z = static_cast<double>(kNodes * lesser - i * divisor) / (kNodes * divisor + i * lesser);
  const double angle = nodes[i] + z * (1 - z * z * (1.0 / 3 - z * z / 5));
  const int steep = q > p ? 1 : flat;
  const int falling = (horizontal ^ vertical) < 0 ? 1 - flat : 0;
  return (1 - 2 * falling) * (steep * kHalfPi + (1 - 2 * steep) * angle);
}

F4S_ELEMENTWISE
void AngleRow(const int* __restrict horizontal, const int* __restrict vertical, int width,
              const double* __restrict nodes, double* __restrict angles) {
  for (int x = 0; x < width; ++x) angles[x] = Angle(horizontal[x], vertical[x], nodes);
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
    const double relative_angle = 1 - std::abs(a_angles[i] - f_angles[i]) / kHalfPi;
    // Both sigmoids over one fraction.
    const double sigmoids =
        (1 + Exponential(-15 * (relative_strength - 0.5))) * (1 + Exponential(-22 * (relative_angle - 0.8)));
    kept[i] += 0.9994 * 0.9879 / sigmoids * a;
    strength[i] += a;
  }
}

void BlankFrame(int width, int height, std::vector<double>& strengths) {
  for (int y = 0; y < height; ++y) {
    double* row = &strengths[static_cast<size_t>(int64_t{y} * width)];
    if (y == 0 || y == height - 1) std::fill_n(row, width, 0.0);
    row[0] = row[width - 1] = 0;
  }
}

}  // namespace

EdgeMap::EdgeMap(const LevelImage& image, bool has_frame)
    : strengths_(image.levels.size()), angles_(image.levels.size()) {
  const int w = image.width, h = image.height;
  const double* nodes = AngleNodes().data();
  const size_t padded = static_cast<size_t>(w) + 2;
  std::vector<int> above(padded), row(padded), below(padded), horizontal(padded), vertical(padded);
  std::copy_n(image.row(0), w, below.begin() + 1);
  for (int y = 0; y < h; ++y) {
    std::swap(above, row);
    std::swap(row, below);
    if (y + 1 < h)
      std::copy_n(image.row(y + 1), w, below.begin() + 1);
    else
      std::fill(below.begin(), below.end(), 0);
    const int64_t begin = int64_t{y} * w;
    SobelRow(above.data(), row.data(), below.data(), w, horizontal.data(), vertical.data(),
             &strengths_[begin]);
    AngleRow(horizontal.data(), vertical.data(), w, nodes, &angles_[begin]);
  }
  if (!has_frame) BlankFrame(w, h, strengths_);
}

EdgePreservation PreservedEdges(const EdgeMap& source, const EdgeMap& fused, double equal_gain) {
  constexpr size_t kLanes = 1024;  // sums run side by side, each over every 1024th pixel
  std::array<double, kLanes> kept{}, strength{};
  const double offset = equal_gain == 0 ? 1 : 0;
  const size_t n = source.strengths().size();
  for (size_t i = 0; i < n; i += kLanes)
    AddPreserved(&source.strengths()[i], &source.angles()[i], &fused.strengths()[i], &fused.angles()[i],
                 static_cast<int>(std::min(kLanes, n - i)), equal_gain, offset, kept.data(), strength.data());
  return {std::accumulate(kept.begin(), kept.end(), 0.0),
          std::accumulate(strength.begin(), strength.end(), 0.0)};
}

}  // namespace f4s

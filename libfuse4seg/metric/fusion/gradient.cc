#include "libfuse4seg/metric/fusion/gradient.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "libfuse4seg/metric/elementwise.h"

namespace f4s {
namespace {

F4S_ELEMENTWISE
int SquaredDifferencesOfRun(const uint8_t* a, const uint8_t* b, int64_t count) {
  int sum = 0;
  for (int64_t i = 0; i < count; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

/// Sum of (a[i] - b[i])^2.
int64_t SquaredDifferences(const uint8_t* a, const uint8_t* b, int64_t n) {
  constexpr int64_t kChunk = 32768;  // of squares up to 255^2 that fit into 31 bits
  int64_t total = 0;
  for (int64_t begin = 0; begin < n; begin += kChunk)
    total += SquaredDifferencesOfRun(a + begin, b + begin, std::min(kChunk, n - begin));
  return total;
}

/// Adds sqrt((gx^2 + gy^2) / 2) of a row to `sums`, column by column; gy is `step` times the
/// difference of the rows.
F4S_ELEMENTWISE
void AddMagnitudes(const double* __restrict gx, const uint8_t* __restrict above,
                   const uint8_t* __restrict below, double step, int width, double* __restrict sums) {
  for (int x = 0; x < width; ++x) {
    const double gy = step * (below[x] - above[x]);
    sums[x] += std::sqrt((gx[x] * gx[x] + gy * gy) / 2);
  }
}

bool HasDifferences(int64_t width, int64_t height) { return width > 1 && height > 1; }

}  // namespace

Score SpatialFrequency(const LevelView& image, Divisor divisor) {
  int64_t horizontal = 0, vertical = 0;
  for (int64_t y = 0; y < image.height; ++y) {
    const uint8_t* row = image.row(y);
    horizontal += SquaredDifferences(row + 1, row, image.width - 1);
    if (y > 0) vertical += SquaredDifferences(row, row - image.width, image.width);
  }
  return SpatialFrequencyOf(horizontal, vertical, image.width, image.height, divisor);
}

Score SpatialFrequencyOf(int64_t horizontal, int64_t vertical, int64_t w, int64_t h, Divisor divisor) {
  if (divisor == Divisor::kDifferences && !HasDifferences(w, h)) return Undefined::kImageTooSmall;
  const bool by_pixels = divisor == Divisor::kPixels;
  return std::sqrt(static_cast<double>(horizontal) / static_cast<double>(by_pixels ? w * h : h * (w - 1)) +
                   static_cast<double>(vertical) / static_cast<double>(by_pixels ? w * h : (h - 1) * w));
}

Score AverageGradient(const LevelView& image, Divisor divisor) {
  const auto w = static_cast<int>(image.width), h = static_cast<int>(image.height);
  if (!HasDifferences(w, h)) return Undefined::kImageTooSmall;
  std::vector<double> gx(static_cast<size_t>(w)), column_sums(gx.size());
  for (int y = 0; y < h; ++y) {
    const uint8_t *row = image.row(y), *above = image.row(std::max(y - 1, 0)),
                  *below = image.row(std::min(y + 1, h - 1));
    for (int x = 1; x < w - 1; ++x) gx[x] = 0.5 * (row[x + 1] - row[x - 1]);
    gx[0] = row[1] - row[0];
    gx[w - 1] = row[w - 1] - row[w - 2];
    const double step = y == 0 || y == h - 1 ? 1.0 : 0.5;
    AddMagnitudes(gx.data(), above, below, step, w, column_sums.data());
  }
  return AverageGradientOf(std::accumulate(column_sums.begin(), column_sums.end(), 0.0), w, h, divisor);
}

Score AverageGradientOf(double sum, int64_t width, int64_t height, Divisor divisor) {
  if (!HasDifferences(width, height)) return Undefined::kImageTooSmall;
  const int64_t count = divisor == Divisor::kInner ? (width - 1) * (height - 1) : width * height;
  return sum / static_cast<double>(count);
}

}  // namespace f4s

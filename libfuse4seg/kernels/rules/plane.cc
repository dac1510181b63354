#include "libfuse4seg/kernels/rules/plane.h"

#include <algorithm>
#include <cmath>

namespace f4s {
namespace {

/// The sums over rows y - radius .. y + radius of every column, kept up from row to row.
class ColumnSums {
 public:
  ColumnSums(const FloatPlane& plane, int radius)
      : plane_(plane), radius_(radius), sums_(static_cast<size_t>(plane.width), 0) {
    for (int y = 0; y < std::min(radius, plane.height); ++y) Add(y, 1);
  }
  /// To be called for y = 0, 1, 2 ...
  const std::vector<double>& At(int y) {
    if (y + radius_ < plane_.height) Add(y + radius_, 1);
    if (y - radius_ - 1 >= 0) Add(y - radius_ - 1, -1);
    return sums_;
  }

 private:
  void Add(int y, double sign) {
    const float* row = plane_.row(y);
    for (size_t x = 0; x < sums_.size(); ++x) sums_[x] += sign * static_cast<double>(row[x]);
  }

  const FloatPlane& plane_;
  int radius_;
  std::vector<double> sums_;
};

/// How many places of 0..n-1 lie within `radius` of `i`.
int WithinReach(int i, int n, int radius) {
  return std::min(i + radius, n - 1) - std::max(i - radius, 0) + 1;
}

std::vector<float> GaussianTaps(double sigma, int radius) {
  std::vector<float> taps;
  double sum = 0;
  for (int i = -radius; i <= radius; ++i) sum += std::exp(-i * i / (2 * sigma * sigma));
  for (int i = -radius; i <= radius; ++i)
    taps.push_back(static_cast<float>(std::exp(-i * i / (2 * sigma * sigma)) / sum));
  return taps;
}

}  // namespace

std::vector<FloatPlane> PlanesOf(const SourcePlanes& sources) {
  std::vector<FloatPlane> planes;
  for (const auto& source : sources.planes) planes.emplace_back(sources.height, sources.width, source);
  return planes;
}

FloatPlane BoxMean(const FloatPlane& plane, int radius) {
  FloatPlane means(plane.height, plane.width);
  ColumnSums columns(plane, radius);
  for (int y = 0; y < plane.height; ++y) {
    const std::vector<double>& sums = columns.At(y);
    const int rows = WithinReach(y, plane.height, radius);
    double sum = 0;
    for (int x = 0; x < std::min(radius, plane.width); ++x) sum += sums[static_cast<size_t>(x)];
    for (int x = 0; x < plane.width; ++x) {
      if (x + radius < plane.width) sum += sums[static_cast<size_t>(x + radius)];
      if (x - radius - 1 >= 0) sum -= sums[static_cast<size_t>(x - radius - 1)];
      means.row(y)[x] = static_cast<float>(sum / (rows * WithinReach(x, plane.width, radius)));
    }
  }
  return means;
}

FloatPlane GaussianBlur(const FloatPlane& plane, double sigma, int radius) {
  const std::vector<float> taps = GaussianTaps(sigma, radius);
  FloatPlane rows(plane.height, plane.width), blurred(plane.height, plane.width);
  for (int y = 0; y < plane.height; ++y)
    for (int t = -radius; t <= radius; ++t) {
      const float tap = taps[static_cast<size_t>(t + radius)];
      const float* from = plane.row(std::clamp(y + t, 0, plane.height - 1));
      float* to = rows.row(y);
      for (int x = 0; x < plane.width; ++x) to[x] += tap * from[x];
    }
  std::vector<float> padded(static_cast<size_t>(plane.width + 2 * radius));
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < static_cast<int>(padded.size()); ++x)
      padded[static_cast<size_t>(x)] = rows.row(y)[std::clamp(x - radius, 0, plane.width - 1)];
    float* to = blurred.row(y);
    for (size_t t = 0; t < taps.size(); ++t)
      for (int x = 0; x < plane.width; ++x) to[x] += taps[t] * padded[static_cast<size_t>(x) + t];
  }
  return blurred;
}

}  // namespace f4s

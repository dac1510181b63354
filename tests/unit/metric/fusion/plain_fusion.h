// The plainest versions of the windowed fusion metrics, as oracles: loops over two-dimensional
// windows, nothing shared, in double precision or, as some reference programs compute, in single.

#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "libfuse4seg/metric/fusion/grey_levels.h"

namespace f4s {

/// Values, indexed by row and column.
template <class Real>
using PlainGrid = std::vector<std::vector<Real>>;

template <class Real = double>
PlainGrid<Real> ToGrid(const LevelView& image) {
  PlainGrid<Real> grid;
  for (int64_t y = 0; y < image.height; ++y) grid.emplace_back(image.row(y), image.row(y) + image.width);
  return grid;
}

/// Products, at most `greatest`.
template <class Real>
PlainGrid<Real> Times(const PlainGrid<Real>& a, const PlainGrid<Real>& b, double greatest = 1e9) {
  PlainGrid<Real> out = a;
  for (size_t y = 0; y < a.size(); ++y)
    for (size_t x = 0; x < a[y].size(); ++x)
      out[y][x] = std::min(static_cast<Real>(greatest), a[y][x] * b[y][x]);
  return out;
}

/// A 2-D Gaussian at the given places along both axes, sum 1.
template <class Real>
PlainGrid<Real> PlainWindow(const std::vector<double>& places, double sigma) {
  PlainGrid<Real> window(places.size(), std::vector<Real>(places.size()));
  double sum = 0;
  for (const double v : places)
    for (const double u : places) sum += std::exp(-(u * u + v * v) / (2 * sigma * sigma));
  for (size_t y = 0; y < places.size(); ++y)
    for (size_t x = 0; x < places.size(); ++x)
      window[y][x] = static_cast<Real>(
          std::exp(-(places[x] * places[x] + places[y] * places[y]) / (2 * sigma * sigma)) / sum);
  return window;
}
template <class Real>
PlainGrid<Real> CentredWindow(int n, double sigma) {
  std::vector<double> places;
  for (int i = 0; i < n; ++i) places.push_back(i - n / 2);
  return PlainWindow<Real>(places, sigma);
}

template <class Real>
PlainGrid<Real> FilterValid(const PlainGrid<Real>& in, const PlainGrid<Real>& window) {
  const size_t n = window.size();
  PlainGrid<Real> out(in.size() - n + 1, std::vector<Real>(in[0].size() - n + 1));
  for (size_t y = 0; y < out.size(); ++y)
    for (size_t x = 0; x < out[y].size(); ++x)
      for (size_t v = 0; v < n; ++v)
        for (size_t u = 0; u < n; ++u) out[y][x] += window[v][u] * in[y + v][x + u];
  return out;
}

/// With `border` zeros around it.
template <class Real>
PlainGrid<Real> Padded(const PlainGrid<Real>& in, size_t border) {
  PlainGrid<Real> out(in.size() + 2 * border, std::vector<Real>(in[0].size() + 2 * border));
  for (size_t y = 0; y < in.size(); ++y)
    for (size_t x = 0; x < in[y].size(); ++x) out[y + border][x + border] = in[y][x];
  return out;
}

template <class Real>
PlainGrid<Real> EverySecond(const PlainGrid<Real>& in) {
  PlainGrid<Real> out;
  for (size_t y = 0; y < in.size(); y += 2) {
    out.emplace_back();
    for (size_t x = 0; x < in[y].size(); x += 2) out.back().push_back(in[y][x]);
  }
  return out;
}

struct PlainInformation {
  double kept = 0, whole = 0;
};

/// Adds the information of one scale.  @param greatest  of products.
template <class Real, class Filter>
void AddInformation(const PlainGrid<Real>& ref, const PlainGrid<Real>& dist, const Filter& filter,
                    PlainInformation& sum, double greatest = 1e9) {
  const auto m1 = filter(ref), m2 = filter(dist), s11 = filter(Times(ref, ref, greatest)),
             s22 = filter(Times(dist, dist, greatest)), s12 = filter(Times(ref, dist, greatest));
  const Real tiny = static_cast<Real>(1e-10);
  for (size_t y = 0; y < m1.size(); ++y)
    for (size_t x = 0; x < m1[y].size(); ++x) {
      Real v1 = std::max(Real{0}, s11[y][x] - m1[y][x] * m1[y][x]);
      const Real v2 = std::max(Real{0}, s22[y][x] - m2[y][x] * m2[y][x]);
      const Real c = s12[y][x] - m1[y][x] * m2[y][x];
      Real g = c / (v1 + tiny), sv = v2 - g * c;
      if (v1 < tiny) g = 0, sv = v2, v1 = 0;
      if (v2 < tiny) g = 0, sv = 0;
      if (g < 0) sv = v2, g = 0;
      if (sv <= tiny) sv = tiny;
      sum.kept += std::log10(1 + g * g * v1 / (sv + 2));
      sum.whole += std::log10(1 + v1 / 2);
    }
}

/// VIFp; `saturates`: products of the first scale end at 255.  Scales that do not fit are left out.
inline double PlainVif(const LevelView& source, const LevelView& fused, bool saturates = false) {
  PlainGrid<double> ref = ToGrid(source), dist = ToGrid(fused);
  PlainInformation sum;
  for (const int n : {17, 9, 5, 3}) {
    const auto window = CentredWindow<double>(n, n / 5.0);
    const auto fits = [&] { return std::min(ref.size(), ref[0].size()) >= window.size(); };
    const auto filter = [&](const PlainGrid<double>& grid) { return FilterValid(grid, window); };
    if (!fits()) break;
    if (n < 17) ref = EverySecond(filter(ref)), dist = EverySecond(filter(dist));
    if (!fits()) break;
    AddInformation(ref, dist, filter, sum, saturates && n == 17 ? 255 : 1e9);
  }
  return sum.kept / sum.whole;
}

/// IVIF_ZOO's: zeros around the images, and windows at linspace(-n // 2, n // 2, n).
template <class Real>
double PlainPaddedVif(const LevelView& source, const LevelView& fused) {
  PlainGrid<Real> ref = ToGrid<Real>(source), dist = ToGrid<Real>(fused);
  PlainInformation sum;
  for (const int n : {17, 9, 5, 3}) {
    std::vector<double> places;
    for (int i = 0; i < n; ++i) places.push_back(-(n + 1) / 2 + static_cast<double>(i) * n / (n - 1));
    const auto window = PlainWindow<Real>(places, n / 5.0);
    const auto filter = [&](const PlainGrid<Real>& grid) {
      return FilterValid(Padded(grid, window.size() / 2), window);
    };
    if (n < 17) ref = EverySecond(filter(ref)), dist = EverySecond(filter(dist));
    AddInformation(ref, dist, filter, sum);
  }
  return sum.kept / sum.whole;
}

/// Over 11x11 Gaussian windows, sigma 1.5, inside the image, or with its border repeated.
template <class Real>
double PlainGaussianSsim(const LevelView& a, const LevelView& b, double range, int repeated = 0) {
  const auto widened = [&](const LevelView& image) {
    PlainGrid<Real> out;
    for (int64_t y = -repeated; y < image.height + repeated; ++y) {
      out.emplace_back();
      for (int64_t x = -repeated; x < image.width + repeated; ++x)
        out.back().push_back(image.row(
            std::clamp<int64_t>(y, 0, image.height - 1))[std::clamp<int64_t>(x, 0, image.width - 1)]);
    }
    return out;
  };
  const auto window = CentredWindow<Real>(11, 1.5);
  const auto ga = widened(a), gb = widened(b);
  const auto ma = FilterValid(ga, window), mb = FilterValid(gb, window),
             aa = FilterValid(Times(ga, ga), window), bb = FilterValid(Times(gb, gb), window),
             ab = FilterValid(Times(ga, gb), window);
  const Real c1 = static_cast<Real>(std::pow(0.01 * range, 2)),
             c2 = static_cast<Real>(std::pow(0.03 * range, 2));
  double total = 0, count = 0;
  for (size_t y = 0; y < ma.size(); ++y)
    for (size_t x = 0; x < ma[y].size(); ++x, ++count) {
      const Real means = ma[y][x] * mb[y][x], squares = ma[y][x] * ma[y][x] + mb[y][x] * mb[y][x];
      total += (2 * means + c1) / (squares + c1) * (2 * (ab[y][x] - means) + c2) /
               (aa[y][x] + bb[y][x] - squares + c2);
    }
  return total / count;
}

}  // namespace f4s

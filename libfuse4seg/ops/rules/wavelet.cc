// Fusion of wavelet coefficients: Li, Manjunath and Mitra, "Multisensor Image Fusion Using the Wavelet
// Transform", Graphical Models and Image Processing 57(3), 1995: the coefficient whose neighbourhood
// holds the largest, verified by its neighbours' majority.  The wavelet is the biorthogonal 5/3 of
// Le Gall and Tabatabai (ICASSP 1988) by lifting, which takes any size and comes back to rounding.

#include <algorithm>
#include <cmath>

#include "libfuse4seg/ops/rules/plane.h"
#include "libfuse4seg/ops/rules/rules.h"

namespace f4s {
namespace {

constexpr int kLevels = 4;

/// The part of a plane, from its first corner, that a level transforms.
struct Extent {
  int height, width;
  [[nodiscard]] Extent Half() const { return {(height + 1) / 2, (width + 1) / 2}; }
};

/// `line` of n >= 2 values: smooth ones to the first half, details to the second.  `spare` holds n.
void SplitLine(float* line, int n, float* spare) {
  const int smooth = (n + 1) / 2;
  for (int i = 1; i < n; i += 2) line[i] -= 0.5F * (line[i - 1] + line[i + 1 < n ? i + 1 : i - 1]);
  for (int i = 0; i < n; i += 2)
    line[i] += 0.25F * (line[i > 0 ? i - 1 : 1] + line[i + 1 < n ? i + 1 : i - 1]);
  for (int i = 0; i < n; ++i) spare[i % 2 == 0 ? i / 2 : smooth + i / 2] = line[i];
  std::copy_n(spare, n, line);
}

/// SplitLine() backwards.
void JoinLine(float* line, int n, float* spare) {
  const int smooth = (n + 1) / 2;
  for (int i = 0; i < n; ++i) spare[i] = line[i % 2 == 0 ? i / 2 : smooth + i / 2];
  for (int i = 0; i < n; i += 2)
    spare[i] -= 0.25F * (spare[i > 0 ? i - 1 : 1] + spare[i + 1 < n ? i + 1 : i - 1]);
  for (int i = 1; i < n; i += 2) spare[i] += 0.5F * (spare[i - 1] + spare[i + 1 < n ? i + 1 : i - 1]);
  std::copy_n(spare, n, line);
}

template <class Line>
void EachRow(Plane& plane, const Extent& e, const Line& line) {
  if (e.width < 2) return;
  std::vector<float> spare(static_cast<size_t>(e.width));
  for (int y = 0; y < e.height; ++y) line(plane.row(y), e.width, spare.data());
}

template <class Line>
void EachColumn(Plane& plane, const Extent& e, const Line& line) {
  if (e.height < 2) return;
  std::vector<float> column(static_cast<size_t>(e.height)), spare(column.size());
  for (int x = 0; x < e.width; ++x) {
    for (int y = 0; y < e.height; ++y) column[static_cast<size_t>(y)] = plane.row(y)[x];
    line(column.data(), e.height, spare.data());
    for (int y = 0; y < e.height; ++y) plane.row(y)[x] = column[static_cast<size_t>(y)];
  }
}

/// The extents that are split, fine to coarse; the last one holds the smooth values alone.
std::vector<Extent> Extents(int height, int width) {
  std::vector<Extent> extents = {{height, width}};
  while (extents.size() <= kLevels && std::max(extents.back().height, extents.back().width) >= 2)
    extents.push_back(extents.back().Half());
  return extents;
}

/// The largest of |coefficients| over the 3 x 3 neighbours within the band.
float Activity(const Plane& plane, const Extent& from, const Extent& to, int y, int x) {
  float largest = 0;
  for (int v = std::max(y - 1, from.height); v < std::min(y + 2, to.height); ++v)
    for (int u = std::max(x - 1, from.width); u < std::min(x + 2, to.width); ++u)
      largest = std::max(largest, std::abs(plane.row(v)[u]));
  return largest;
}

/// Which source's coefficient to take at each place of the band [from, to).
struct Choice {
  Extent from, to;
  std::vector<uint8_t> source;

  [[nodiscard]] uint8_t& at(int y, int x) {
    return source[static_cast<size_t>(y - from.height) * static_cast<size_t>(to.width - from.width) +
                  static_cast<size_t>(x - from.width)];
  }
};

Choice MostActive(const std::vector<Plane>& planes, const Extent& from, const Extent& to) {
  Choice choice = {from, to, {}};
  for (int y = from.height; y < to.height; ++y)
    for (int x = from.width; x < to.width; ++x) {
      uint8_t best = 0;
      float largest = -1;
      for (size_t s = 0; s < planes.size(); ++s)
        if (const float activity = Activity(planes[s], from, to, y, x); activity > largest) {
          largest = activity;
          best = static_cast<uint8_t>(s);
        }
      choice.source.push_back(best);
    }
  return choice;
}

/// The source that most of the 3 x 3 neighbours chose; of equal ones the place's own, else the first.
uint8_t Majority(Choice& choice, size_t num_sources, int y, int x) {
  std::vector<int> votes(num_sources, 0);
  for (int v = std::max(y - 1, choice.from.height); v < std::min(y + 2, choice.to.height); ++v)
    for (int u = std::max(x - 1, choice.from.width); u < std::min(x + 2, choice.to.width); ++u)
      ++votes[choice.at(v, u)];
  const auto most = std::max_element(votes.begin(), votes.end());
  const uint8_t own = choice.at(y, x);
  return votes[own] == *most ? own : static_cast<uint8_t>(most - votes.begin());
}

/// Details of one band: into planes[0].
void FuseBand(std::vector<Plane>& planes, const Extent& from, const Extent& to) {
  if (from.height >= to.height || from.width >= to.width) return;
  Choice choice = MostActive(planes, from, to);
  for (int y = from.height; y < to.height; ++y)
    for (int x = from.width; x < to.width; ++x)
      planes[0].row(y)[x] = planes[Majority(choice, planes.size(), y, x)].row(y)[x];
}

void AverageSmooth(std::vector<Plane>& planes, const Extent& e) {
  for (int y = 0; y < e.height; ++y)
    for (int x = 0; x < e.width; ++x) {
      float sum = 0;
      for (const Plane& plane : planes) sum += plane.row(y)[x];
      planes[0].row(y)[x] = sum / static_cast<float>(planes.size());
    }
}

}  // namespace

void FuseWavelet(const SourcePlanes& sources, float* fused) {
  std::vector<Plane> planes = PlanesOf(sources);
  const std::vector<Extent> extents = Extents(sources.height, sources.width);
  for (Plane& plane : planes)
    for (size_t l = 0; l + 1 < extents.size(); ++l) {
      EachRow(plane, extents[l], SplitLine);
      EachColumn(plane, extents[l], SplitLine);
    }
  AverageSmooth(planes, extents.back());
  for (size_t l = 0; l + 1 < extents.size(); ++l) {
    const Extent all = extents[l], half = all.Half();
    FuseBand(planes, {0, half.width}, {half.height, all.width});
    FuseBand(planes, {half.height, 0}, {all.height, half.width});
    FuseBand(planes, half, all);
  }
  for (size_t l = extents.size() - 1; l-- > 0;) {
    EachColumn(planes[0], extents[l], JoinLine);
    EachRow(planes[0], extents[l], JoinLine);
  }
  std::copy(planes[0].values.begin(), planes[0].values.end(), fused);
}

}  // namespace f4s

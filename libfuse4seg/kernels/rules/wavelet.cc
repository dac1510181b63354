// Fusion of wavelet planes: the undecimated transform "a trous" of Nunez, Otazu, Fors, Prades, Pala and
// Arbiol, "Multiresolution-Based Image Fusion with Additive Wavelet Decomposition", IEEE Trans. Geosci.
// Remote Sens. 37(3), 1999, with the choice of Li, Manjunath and Mitra, "Multisensor Image Fusion Using
// the Wavelet Transform", Graphical Models and Image Processing 57(3), 1995: the coefficient whose 3 x 3
// neighbourhood holds the largest, verified by its neighbours' majority.  Li et al. decimate; that
// leaves blocks around bone, which a transform without decimation does not.

#include <algorithm>
#include <cmath>

#include "libfuse4seg/kernels/rules/classical_rules.h"
#include "libfuse4seg/kernels/rules/plane.h"

namespace f4s {
namespace {

constexpr int kLevels = 4;

/// `i` reflected about the ends of 0..n-1, from any distance.
int Mirrored(int i, int n) {
  if (n == 1) return 0;
  const int period = 2 * (n - 1);
  i = ((i % period) + period) % period;
  return i < n ? i : period - i;
}

/// The B3 spline (1 4 6 4 1)/16 along rows and columns, its taps `step` pixels apart.
FloatPlane Smoothed(const FloatPlane& plane, int step) {
  constexpr float kTaps[] = {0.0625F, 0.25F, 0.375F, 0.25F, 0.0625F};
  FloatPlane rows(plane.height, plane.width), smooth(plane.height, plane.width);
  for (int y = 0; y < plane.height; ++y)
    for (int t = -2; t <= 2; ++t) {
      const float* from = plane.row(Mirrored(y + t * step, plane.height));
      for (int x = 0; x < plane.width; ++x) rows.row(y)[x] += kTaps[t + 2] * from[x];
    }
  std::vector<float> padded(static_cast<size_t>(plane.width + 4 * step));
  for (int y = 0; y < plane.height; ++y) {
    for (int x = -2 * step; x < plane.width + 2 * step; ++x)
      padded[static_cast<size_t>(x + 2 * step)] = rows.row(y)[Mirrored(x, plane.width)];
    for (int t = 0; t < 5; ++t)
      for (int x = 0; x < plane.width; ++x)
        smooth.row(y)[x] += kTaps[t] * padded[static_cast<size_t>(x + t * step)];
  }
  return smooth;
}

/// The largest |value| of the 3 x 3 neighbours.
FloatPlane Activity(const FloatPlane& plane) {
  FloatPlane rows(plane.height, plane.width), activity(plane.height, plane.width);
  for (int y = 0; y < plane.height; ++y)
    for (int x = 0; x < plane.width; ++x) {
      const float* row = plane.row(y);
      rows.row(y)[x] = std::max({std::abs(row[std::max(x - 1, 0)]), std::abs(row[x]),
                                 std::abs(row[std::min(x + 1, plane.width - 1)])});
    }
  for (int y = 0; y < plane.height; ++y)
    for (int x = 0; x < plane.width; ++x)
      activity.row(y)[x] = std::max(
          {rows.row(std::max(y - 1, 0))[x], rows.row(y)[x], rows.row(std::min(y + 1, plane.height - 1))[x]});
  return activity;
}

/// The number of the most active source at each place; of equal ones the first.
std::vector<uint8_t> MostActive(const std::vector<FloatPlane>& details) {
  std::vector<FloatPlane> activities;
  for (const FloatPlane& detail : details) activities.push_back(Activity(detail));
  std::vector<uint8_t> choice(details[0].values.size(), 0);
  for (size_t i = 0; i < choice.size(); ++i)
    for (size_t s = 1; s < details.size(); ++s)
      if (activities[s].values[i] > activities[choice[i]].values[i]) choice[i] = static_cast<uint8_t>(s);
  return choice;
}

/// What most of the 3 x 3 neighbours chose; of equal ones the place's own, else the first.
uint8_t Majority(const std::vector<uint8_t>& choice, int height, int width, size_t num_sources, int y,
                 int x) {
  std::vector<int> votes(num_sources, 0);
  for (int v = std::max(y - 1, 0); v < std::min(y + 2, height); ++v)
    for (int u = std::max(x - 1, 0); u < std::min(x + 2, width); ++u)
      ++votes[choice[static_cast<size_t>(v) * static_cast<size_t>(width) + static_cast<size_t>(u)]];
  const auto most = std::max_element(votes.begin(), votes.end());
  const uint8_t own = choice[static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)];
  return votes[own] == *most ? own : static_cast<uint8_t>(most - votes.begin());
}

/// Adds the chosen coefficients of one level.
void AddDetails(const std::vector<FloatPlane>& details, float* fused) {
  const int height = details[0].height, width = details[0].width;
  const std::vector<uint8_t> choice = MostActive(details);
  size_t i = 0;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x, ++i)
      fused[i] += details[Majority(choice, height, width, details.size(), y, x)].values[i];
}

}  // namespace

void FuseWavelet(const SourcePlanes& sources, float* fused) {
  std::vector<FloatPlane> smooth = PlanesOf(sources);
  std::fill_n(fused, sources.num_pixels(), 0.0F);
  for (int level = 0; level < kLevels; ++level) {
    std::vector<FloatPlane> details = smooth;
    for (size_t s = 0; s < smooth.size(); ++s) {
      smooth[s] = Smoothed(details[s], 1 << level);
      for (size_t i = 0; i < details[s].values.size(); ++i) details[s].values[i] -= smooth[s].values[i];
    }
    AddDetails(details, fused);
  }
  for (size_t i = 0; i < sources.num_pixels(); ++i) {
    float sum = 0;
    for (const FloatPlane& plane : smooth) sum += plane.values[i];
    fused[i] += sum / static_cast<float>(smooth.size());
  }
}

}  // namespace f4s

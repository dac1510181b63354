#include "libfuse4seg/prep/brain/brain_extraction.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/resample.h"

namespace f4s {
namespace {

using brain::kGridMm;

constexpr int kDivisions = 4;

/// The grid of 2 mm along the source's own axes, from the same corner.
Grid WorkGrid(const Grid& source) {
  constexpr double kMost_litres = 2000;  // 2 GB of memory for each contrast, and no head
  const Vector3 mm = source.spacing_mm();
  const double litres = static_cast<double>(source.num_voxels()) * mm[0] * mm[1] * mm[2] * 1e-6;
  if (litres > kMost_litres)
    throw Error(
        ErrorKind::kBadInput, "brain.size",
        Cat("has ", Describe(source), ", which are ", litres, " litres: a head is looked for in at most ",
            kMost_litres, "; is its unit of length right?"));
  return WithSpacing(source, {kGridMm, kGridMm, kGridMm});
}

/// The world's axes, seen along the grid's: rays laid along them are the same however the volume is stored.
std::array<Vector3, 3> WorldAxes(const Grid& grid) {
  std::array<Vector3, 3> axes;
  for (size_t row = 0; row < 3; ++row)
    for (size_t axis = 0; axis < 3; ++axis) axes[row][axis] = grid.world_from_voxel[row][axis] / kGridMm;
  return axes;
}

/// Of an even number the mean of the middle two.
double Median(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  const size_t n = values.size();
  return 0.5 * (values[(n - 1) / 2] + values[n / 2]);
}

/// The voxels of `geometry` whose centres lie within the surface.
Image<uint16_t> Within(const Grid& geometry, const Vector3& centre, const brain::Sphere& sphere,
                       const std::vector<double>& radii) {
  Image<uint16_t> mask = ImageOn<uint16_t>(geometry);
  const auto [least, most] = std::minmax_element(radii.begin(), radii.end());
  const Vector3 mm = geometry.spacing_mm();
  size_t i = 0, nearest = 0;
  for (int64_t z = 0; z < geometry.size[2]; ++z)
    for (int64_t y = 0; y < geometry.size[1]; ++y)
      for (int64_t x = 0; x < geometry.size[0]; ++x, ++i) {
        // From the corner, in mm along the axes: the same on both grids.
        const Vector3 from = {(static_cast<double>(x) + 0.5) * mm[0] - (centre[0] + 0.5) * kGridMm,
                              (static_cast<double>(y) + 0.5) * mm[1] - (centre[1] + 0.5) * kGridMm,
                              (static_cast<double>(z) + 0.5) * mm[2] - (centre[2] + 0.5) * kGridMm};
        const double distance = std::sqrt(from[0] * from[0] + from[1] * from[1] + from[2] * from[2]);
        if (distance > *most) continue;
        mask.samples[i] =
            distance < *least || distance < 1e-6 ||
            distance <=
                sphere.At(radii, {from[0] / distance, from[1] / distance, from[2] / distance}, nearest);
      }
  return mask;
}

}  // namespace

Image<uint16_t> ExtractBrain(std::span<const Image<float>* const> contrasts, const BrainSettings& settings) {
  const Grid& geometry = contrasts.front()->grid;
  const Grid grid = WorkGrid(geometry);
  const brain::Sphere sphere(kDivisions, WorldAxes(grid));
  std::vector<std::vector<double>> found;
  brain::HeadShape head;
  for (const Image<float>* contrast : contrasts) {
    const Image<float> intensity = Resample(*contrast, grid);
    if (found.empty()) head = brain::FindHead(intensity);
    found.push_back(brain::FindSurface(brain::FindTissue(intensity, head, settings.tissue), head, sphere,
                                       settings.surface));
  }
  std::vector<double> radii(sphere.size()), of_one;
  for (size_t i = 0; i < radii.size(); ++i) {
    of_one.clear();
    for (const auto& each : found) of_one.push_back(each[i]);
    radii[i] = Median(of_one);
  }
  return Within(geometry, head.centre, sphere, radii);
}

}  // namespace f4s

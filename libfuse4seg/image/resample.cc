#include "libfuse4seg/image/resample.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/grid_gauss.h"
#include "libfuse4seg/image/half_voxel.h"

namespace f4s {
namespace {

constexpr double kGaussianReach = 4;  // standard deviations; what is cut off is below 1e-4

/// Target voxel index -> source voxel index.
Affine SourceFromTarget(const Grid& source, const Grid& target) {
  return Inverse(source.world_from_voxel) * target.world_from_voxel;
}

/// Smooths along `axis`, the border voxels repeated.  A line is `count` voxels, `stride` apart.
void SmoothAxis(std::vector<float>& voxels, const Size3& size, size_t axis, double sigma) {
  const std::vector<double> exact =
      NormalizedGaussianTaps(sigma, static_cast<int64_t>(std::ceil(kGaussianReach * sigma)));
  const std::vector<float> taps(exact.begin(), exact.end());
  const auto reach = static_cast<int64_t>(taps.size() / 2);
  const int64_t count = size[axis];
  const int64_t stride = axis == 0 ? 1 : axis == 1 ? size[0] : size[0] * size[1];
  const auto num_voxels = static_cast<int64_t>(voxels.size());
  std::vector<float> line(static_cast<size_t>(count + 2 * reach));
  for (int64_t start = 0; start < num_voxels; ++start) {
    if (start / stride % count != 0) continue;
    for (int64_t i = 0; i < count + 2 * reach; ++i)
      line[static_cast<size_t>(i)] =
          voxels[static_cast<size_t>(start + stride * std::clamp<int64_t>(i - reach, 0, count - 1))];
    for (int64_t i = 0; i < count; ++i) {
      float sum = 0;
      for (size_t t = 0; t < taps.size(); ++t) sum += taps[t] * line[static_cast<size_t>(i) + t];
      voxels[static_cast<size_t>(start + stride * i)] = sum;
    }
  }
}

/// The source, smoothed to the target's scale along each of its axes.
Image<float> Smoothed(Image<float> volume, const Affine& source_from_target) {
  for (size_t axis = 0; axis < 3; ++axis) {
    const auto& row = source_from_target[axis];
    const double factor = std::hypot(row[0], row[1], row[2]);
    // Rounding in the affine must not blur a volume that keeps its spacing.
    if (factor <= 1.01 || volume.grid.size[axis] == 1) continue;
    SmoothAxis(volume.samples, volume.grid.size, axis,
               std::sqrt((factor * factor - 1) / (8 * std::log(2.0))));
  }
  return volume;
}

/// Calls `set(target index, source position)` for each target voxel inside the source.
template <class Set>
void ForEachInside(const Grid& source, const Grid& target, const Affine& source_from_target, Set set) {
  size_t index = 0;
  for (int64_t z = 0; z < target.size[2]; ++z)
    for (int64_t y = 0; y < target.size[1]; ++y)
      for (int64_t x = 0; x < target.size[0]; ++x, ++index) {
        Vector3 at = Apply(source_from_target,
                           {static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)});
        bool inside = true;
        for (size_t i = 0; i < 3; ++i) {
          const auto last = static_cast<double>(source.size[i] - 1);
          inside = inside && at[i] >= -kHalfVoxel && at[i] <= last + kHalfVoxel;
          at[i] = std::clamp(at[i], 0.0, last);
        }
        if (inside) set(index, at);
      }
}

bool Identical(const Grid& a, const Grid& b) {
  return a.size == b.size && a.world_from_voxel == b.world_from_voxel;
}

/// A header of a few bytes may say that its voxels are metres apart.
void RequireFewVoxels(const Grid& source, const Vector3& spacing_mm) {
  constexpr double kMostVoxels = 0x1p31;
  const Vector3 old_spacing = source.spacing_mm();
  double voxels = 1;
  for (size_t axis = 0; axis < 3; ++axis)
    voxels *= std::max(1.0, static_cast<double>(source.size[axis]) * old_spacing[axis] / spacing_mm[axis]);
  if (!(voxels <= kMostVoxels))
    throw Error(ErrorKind::kBadInput, "geometry.size",
                Cat("has ", Describe(source), ": at ", spacing_mm[0], "x", spacing_mm[1], "x", spacing_mm[2],
                    " mm they would be ", voxels, ", wanted at most ", kMostVoxels,
                    "; is its unit of length right?"));
}

}  // namespace

Grid WithSpacing(const Grid& source, const Vector3& spacing_mm) {
  Grid target = source;
  const Vector3 old_spacing = source.spacing_mm();
  RequireFewVoxels(source, spacing_mm);
  Vector3 first_voxel;
  for (size_t axis = 0; axis < 3; ++axis) {
    const double scale = spacing_mm[axis] / old_spacing[axis];
    target.size[axis] = std::max<int64_t>(1, std::llround(static_cast<double>(source.size[axis]) / scale));
    for (size_t row = 0; row < 3; ++row) target.world_from_voxel[row][axis] *= scale;
    first_voxel[axis] = 0.5 * scale - 0.5;
  }
  const Vector3 origin = Apply(source.world_from_voxel, first_voxel);
  for (size_t row = 0; row < 3; ++row) target.world_from_voxel[row][3] = origin[row];
  return target;
}

float Interpolate(const Image<float>& image, Vector3 at) {
  const Size3& size = image.grid.size;
  std::array<int64_t, 3> low{}, step{};
  std::array<double, 3> part{};
  const std::array<int64_t, 3> stride = {1, size[0], size[0] * size[1]};
  int64_t base = 0;
  for (size_t i = 0; i < 3; ++i) {
    at[i] = std::clamp(at[i], 0.0, static_cast<double>(size[i] - 1));
    low[i] = static_cast<int64_t>(at[i]);
    part[i] = at[i] - static_cast<double>(low[i]);
    step[i] = low[i] + 1 < size[i] ? stride[i] : 0;
    base += low[i] * stride[i];
  }
  const auto value = [&](int64_t offset) {
    return static_cast<double>(image.samples[static_cast<size_t>(base + offset)]);
  };
  const auto along_x = [&](int64_t o) { return value(o) + part[0] * (value(o + step[0]) - value(o)); };
  const auto along_y = [&](int64_t o) { return along_x(o) + part[1] * (along_x(o + step[1]) - along_x(o)); };
  return static_cast<float>(along_y(0) + part[2] * (along_y(step[2]) - along_y(0)));
}

Image<float> Resample(const Image<float>& volume, const Grid& target) {
  if (Identical(volume.grid, target)) return volume;
  const Affine source_from_target = SourceFromTarget(volume.grid, target);
  const Image<float> source = Smoothed(volume, source_from_target);
  Image<float> result = ImageOn<float>(target);
  ForEachInside(volume.grid, target, source_from_target,
                [&](size_t index, const Vector3& at) { result.samples[index] = Interpolate(source, at); });
  return result;
}

Image<uint16_t> ResampleNearest(const Image<uint16_t>& volume, const Grid& target) {
  if (Identical(volume.grid, target)) return volume;
  const Size3& size = volume.grid.size;
  Image<uint16_t> result = ImageOn<uint16_t>(target);
  ForEachInside(volume.grid, target, SourceFromTarget(volume.grid, target),
                [&](size_t index, const Vector3& at) {
                  const auto nearest = [&](size_t i) { return static_cast<int64_t>(NearestVoxel(at[i])); };
                  const int64_t from = nearest(0) + size[0] * (nearest(1) + size[1] * nearest(2));
                  result.samples[index] = volume.samples[static_cast<size_t>(from)];
                });
  return result;
}

}  // namespace f4s

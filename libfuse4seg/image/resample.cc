#include "libfuse4seg/image/resample.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

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

/// sums[i] = sum of taps[t] rows[t][i].
void AddUp(const std::vector<float>& taps, const std::vector<const float*>& rows, int64_t count,
           float* sums) {
  std::fill(sums, sums + count, 0.0F);
  for (size_t t = 0; t < taps.size(); ++t)
    for (int64_t i = 0; i < count; ++i) sums[i] += taps[t] * rows[t][i];
}

/// Smooths rows of `count` voxels along themselves, the border voxels repeated.
void SmoothRows(std::vector<float>& voxels, int64_t count, const std::vector<float>& taps) {
  const auto reach = static_cast<int64_t>(taps.size() / 2);
  std::vector<float> line(static_cast<size_t>(count + 2 * reach));
  std::vector<const float*> rows;
  for (size_t t = 0; t < taps.size(); ++t) rows.push_back(line.data() + t);
  for (auto row = voxels.begin(); row != voxels.end(); row += count) {
    std::fill_n(line.begin(), reach, row[0]);
    std::copy_n(row, count, line.begin() + reach);
    std::fill_n(line.end() - reach, reach, row[count - 1]);
    AddUp(taps, rows, count, &*row);
  }
}

/// Smooths `width` lines of `count` voxels beside each other, whose voxels are `stride` apart, likewise.
void SmoothLines(float* voxels, int64_t width, int64_t count, int64_t stride, const std::vector<float>& taps,
                 std::vector<float>& lines) {
  const auto reach = static_cast<int64_t>(taps.size() / 2);
  lines.resize(static_cast<size_t>(width * count));
  for (int64_t i = 0; i < count; ++i) std::copy_n(voxels + i * stride, width, lines.data() + i * width);
  std::vector<const float*> rows(taps.size());
  for (int64_t i = 0; i < count; ++i) {
    for (int64_t t = 0; t < std::ssize(rows); ++t)
      rows[static_cast<size_t>(t)] = lines.data() + std::clamp<int64_t>(i + t - reach, 0, count - 1) * width;
    AddUp(taps, rows, width, voxels + i * stride);
  }
}

/// Smooths along `axis`, the border voxels repeated.
void SmoothAxis(std::vector<float>& voxels, const Size3& size, size_t axis, double sigma) {
  const std::vector<double> exact =
      NormalizedGaussianTaps(sigma, static_cast<int64_t>(std::ceil(kGaussianReach * sigma)));
  const std::vector<float> taps(exact.begin(), exact.end());
  if (axis == 0) return SmoothRows(voxels, size[0], taps);
  const int64_t stride = axis == 1 ? size[0] : size[0] * size[1];
  std::vector<float> lines;
  for (int64_t first = 0; first < std::ssize(voxels); first += stride * size[axis])
    for (int64_t row = 0; row < stride; row += size[0])
      SmoothLines(voxels.data() + first + row, size[0], size[axis], stride, taps, lines);
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

/// Whether a position lies in the source, to which it is then clamped.
bool PlaceInside(double& at, int64_t source_size) {
  const auto last = static_cast<double>(source_size - 1);
  const bool inside = at >= -kHalfVoxel && at <= last + kHalfVoxel;
  at = std::clamp(at, 0.0, last);
  return inside;
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
        for (size_t i = 0; i < 3; ++i) inside &= PlaceInside(at[i], source.size[i]);
        if (inside) set(index, at);
      }
}

/// An axis of a target, along the source's: positions hang on no other axis.
struct ParallelAxis {
  int64_t begin = 0, end = 0;  ///< target voxels inside the source
  std::vector<double> at;      ///< of each target voxel in the source, clamped
};
using ParallelAxes = std::array<ParallelAxis, 3>;

/// None where the axes are turned, by more than rounding.
std::optional<ParallelAxes> ParallelAxesOf(const Grid& source, const Grid& target,
                                           const Affine& source_from_target) {
  constexpr double kRounding = 1e-7;  // voxels
  ParallelAxes axes;
  for (size_t i = 0; i < 3; ++i) {
    const auto& row = source_from_target[i];
    for (size_t other = 0; other < 3; ++other)
      if (other != i && !(std::abs(row[other]) * static_cast<double>(target.size[other]) < kRounding))
        return {};
    ParallelAxis& axis = axes[i];
    for (int64_t t = 0; t < target.size[i]; ++t) {
      axis.at.push_back(row[i] * static_cast<double>(t) + row[3]);
      if (!PlaceInside(axis.at.back(), source.size[i])) continue;
      if (axis.end == 0) axis.begin = t;
      axis.end = t + 1;
    }
  }
  return axes;
}

/// Calls `set_row(target index of its first voxel, y, z)` for the part of each target row inside the source.
template <class SetRow>
void ForEachRowInside(const Grid& target, const ParallelAxes& axes, SetRow set_row) {
  for (int64_t z = axes[2].begin; z < axes[2].end; ++z)
    for (int64_t y = axes[1].begin; y < axes[1].end; ++y)
      set_row((z * target.size[1] + y) * target.size[0], y, z);
}

/// Between two neighbours, as Interpolate() takes them.
struct Neighbours {
  int64_t low = 0, high = 0;
  double part = 0;
  Neighbours(double at, int64_t size)
      : low(static_cast<int64_t>(at)),
        high(std::min(low + 1, size - 1)),
        part(at - static_cast<double>(low)) {}
};

/// Interpolate() of parallel axes, one after the other: the same numbers.
class ParallelInterpolation {
 public:
  ParallelInterpolation(const Image<float>& source, const Grid& target, const ParallelAxes& axes)
      : source_(source), width_(target.size[0]), height_(target.size[1]), axes_(axes) {
    for (const double at : axes[0].at) along_x_.emplace_back(at, source.grid.size[0]);
    rows_.resize(static_cast<size_t>(source.grid.size[1] * width_));
  }

  /// Row y of target slice z, from axes[0].begin to its end.
  void Row(int64_t y, int64_t z, float* to) {
    const Neighbours planes(axes_[2].at[static_cast<size_t>(z)], source_.grid.size[2]);
    const double *const low = Plane(planes.low) + y * width_, *const high =
                                                                  planes.part == 0
                                                                      ? low
                                                                      : Plane(planes.high) + y * width_;
    for (int64_t x = axes_[0].begin; x < axes_[0].end; ++x)
      to[x] = static_cast<float>(low[x] + planes.part * (high[x] - low[x]));
  }

 private:
  /// Source slice z at the target's rows and columns: [height,width].
  const double* Plane(int64_t z) {
    auto& [of, plane] = planes_[static_cast<size_t>(z % 2)];
    if (of == z) return plane.data();
    of = z;
    plane.resize(static_cast<size_t>(width_ * height_));
    const Size3& size = source_.grid.size;
    const float* row = source_.samples.data() + z * size[0] * size[1];
    for (int64_t y = 0; y < size[1]; ++y, row += size[0])
      for (int64_t x = 0; x < width_; ++x) {
        const Neighbours& n = along_x_[static_cast<size_t>(x)];
        const auto low = static_cast<double>(row[n.low]), high = static_cast<double>(row[n.high]);
        rows_[static_cast<size_t>(y * width_ + x)] = low + n.part * (high - low);
      }
    for (int64_t y = 0; y < height_; ++y) {
      const Neighbours n(axes_[1].at[static_cast<size_t>(y)], size[1]);
      const double *const low = rows_.data() + n.low * width_, *const high = rows_.data() + n.high * width_;
      double* const to = plane.data() + y * width_;
      for (int64_t x = 0; x < width_; ++x) to[x] = low[x] + n.part * (high[x] - low[x]);
    }
    return plane.data();
  }

  const Image<float>& source_;
  int64_t width_, height_;
  const ParallelAxes& axes_;
  std::vector<Neighbours> along_x_;
  std::vector<double> rows_;  ///< of a source slice, at the target's columns
  std::array<std::pair<int64_t, std::vector<double>>, 2> planes_ = {{{-1, {}}, {-1, {}}}};  ///< by z % 2
};

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
  if (const auto axes = ParallelAxesOf(volume.grid, target, source_from_target)) {
    ParallelInterpolation interpolation(source, target, *axes);
    ForEachRowInside(target, *axes, [&](int64_t first, int64_t y, int64_t z) {
      interpolation.Row(y, z, result.samples.data() + first);
    });
    return result;
  }
  ForEachInside(volume.grid, target, source_from_target,
                [&](size_t index, const Vector3& at) { result.samples[index] = Interpolate(source, at); });
  return result;
}

Image<uint16_t> ResampleNearest(const Image<uint16_t>& volume, const Grid& target) {
  if (Identical(volume.grid, target)) return volume;
  const Size3& size = volume.grid.size;
  const Affine source_from_target = SourceFromTarget(volume.grid, target);
  Image<uint16_t> result = ImageOn<uint16_t>(target);
  const auto nearest = [](double at) { return static_cast<int64_t>(NearestVoxel(at)); };
  if (const auto axes = ParallelAxesOf(volume.grid, target, source_from_target)) {
    std::vector<int64_t> columns;
    for (const double at : (*axes)[0].at) columns.push_back(nearest(at));
    ForEachRowInside(target, *axes, [&](int64_t first, int64_t y, int64_t z) {
      const int64_t row = nearest((*axes)[1].at[static_cast<size_t>(y)]) +
                          size[1] * nearest((*axes)[2].at[static_cast<size_t>(z)]);
      const uint16_t* const from = volume.samples.data() + row * size[0];
      uint16_t* const to = result.samples.data() + first;
      for (int64_t x = (*axes)[0].begin; x < (*axes)[0].end; ++x)
        to[x] = from[columns[static_cast<size_t>(x)]];
    });
    return result;
  }
  ForEachInside(volume.grid, target, source_from_target, [&](size_t index, const Vector3& at) {
    const int64_t from = nearest(at[0]) + size[0] * (nearest(at[1]) + size[1] * nearest(at[2]));
    result.samples[index] = volume.samples[static_cast<size_t>(from)];
  });
  return result;
}

}  // namespace f4s

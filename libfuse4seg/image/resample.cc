#include "libfuse4seg/image/resample.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/grid_gauss.h"
#include "libfuse4seg/image/half_voxel.h"
#include "libfuse4seg/image/orient.h"

namespace f4s {
namespace {

constexpr double kGaussianReach = 4;  // standard deviations; what is cut off is below 1e-4

/// Target voxel index -> source voxel index.
Affine SourceFromTarget(const Grid& source, const Grid& target) {
  return Inverse(source.world_from_voxel) * target.world_from_voxel;
}

/// What brings each axis of the source to the target's scale; nothing where that is not coarser.
using Taps = std::vector<double>;
using TapsOfAxes = std::array<Taps, 3>;

TapsOfAxes SmoothingTaps(const Grid& source, const Affine& source_from_target) {
  TapsOfAxes taps;
  for (size_t axis = 0; axis < 3; ++axis) {
    const auto& row = source_from_target[axis];
    const double factor = std::hypot(row[0], row[1], row[2]);
    // Rounding in the affine must not blur a volume that keeps its spacing.
    if (factor <= 1.01 || source.size[axis] == 1) continue;
    const double sigma = std::sqrt((factor * factor - 1) / (8 * std::log(2.0)));
    taps[axis] = NormalizedGaussianTaps(sigma, static_cast<int64_t>(std::ceil(kGaussianReach * sigma)));
  }
  return taps;
}

/// sums[i] = sum of taps[t] rows[t][i].
template <class Real>
void AddUp(const Taps& taps, const std::vector<const Real*>& rows, int64_t count, Real* sums) {
  std::fill(sums, sums + count, Real{0});
  for (size_t t = 0; t < taps.size(); ++t) {
    const auto tap = static_cast<Real>(taps[t]);
    for (int64_t i = 0; i < count; ++i) sums[i] += tap * rows[t][i];
  }
}

/// The lines that taps around line `at` of `count` meet, the outermost repeated: `line(i)` is where one
/// begins.
template <class Real, class Line>
std::vector<const Real*> LinesAround(int64_t at, int64_t count, const Taps& taps, const Line& line) {
  const int64_t reach = std::ssize(taps) / 2;
  std::vector<const Real*> lines;
  for (int64_t t = 0; t < std::ssize(taps); ++t)
    lines.push_back(line(std::clamp<int64_t>(at + t - reach, 0, count - 1)));
  return lines;
}

/// Smooths rows along themselves, their ends repeated.
class RowSmoother {
 public:
  RowSmoother(int64_t count, const Taps& taps)
      : count_(count), taps_(taps), padded_(static_cast<size_t>(count) + taps.size()) {
    for (size_t t = 0; t < taps.size(); ++t) rows_.push_back(padded_.data() + t);
  }
  /// @param to  may be `row`
  void Smooth(const float* row, float* to) {
    const int64_t reach = std::ssize(taps_) / 2;
    std::fill_n(padded_.begin(), reach, row[0]);
    std::copy_n(row, count_, padded_.begin() + reach);
    std::fill_n(padded_.begin() + reach + count_, reach, row[count_ - 1]);
    AddUp(taps_, rows_, count_, to);
  }

 private:
  int64_t count_;
  const Taps& taps_;
  std::vector<float> padded_;
  std::vector<const float*> rows_;
};

/// Smooths `width` lines of `count` voxels beside each other, whose voxels are `stride` apart, likewise.
void SmoothLines(float* voxels, int64_t width, int64_t count, int64_t stride, const Taps& taps,
                 std::vector<float>& lines) {
  lines.resize(static_cast<size_t>(width * count));
  for (int64_t i = 0; i < count; ++i) std::copy_n(voxels + i * stride, width, lines.data() + i * width);
  const auto line = [&](int64_t i) { return lines.data() + i * width; };
  for (int64_t i = 0; i < count; ++i)
    AddUp(taps, LinesAround<float>(i, count, taps, line), width, voxels + i * stride);
}

/// The source, smoothed along each axis that has taps.
Image<float> Smoothed(Image<float> volume, const TapsOfAxes& taps) {
  const Size3& size = volume.grid.size;
  std::vector<float>& voxels = volume.samples;
  if (!taps[0].empty()) {
    RowSmoother rows(size[0], taps[0]);
    for (int64_t i = 0; i < std::ssize(voxels); i += size[0])
      rows.Smooth(voxels.data() + i, voxels.data() + i);
  }
  std::vector<float> lines;
  for (size_t axis = 1; axis < 3; ++axis) {
    if (taps[axis].empty()) continue;
    const int64_t stride = axis == 1 ? size[0] : size[0] * size[1];
    for (int64_t first = 0; first < std::ssize(voxels); first += stride * size[axis])
      for (int64_t row = 0; row < stride; row += size[0])
        SmoothLines(voxels.data() + first + row, size[0], size[axis], stride, taps[axis], lines);
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
  ParallelAxes axes;
  for (size_t i = 0; i < 3; ++i) {
    const auto& row = source_from_target[i];
    if (AxisAlong(row, target.size) != i) return {};
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

/// Smoothing and Interpolate() of parallel axes, one axis after the other: without smoothing the same
/// numbers.
class ParallelInterpolation {
 public:
  ParallelInterpolation(const Image<float>& source, const Grid& target, const ParallelAxes& axes,
                        const TapsOfAxes& taps)
      : source_(source),
        size_(source.grid.size),
        width_(target.size[0]),
        height_(target.size[1]),
        axes_(axes),
        taps_(taps),
        row_smoother_(size_[0], taps[0]),
        row_(static_cast<size_t>(size_[0])),
        rows_(static_cast<size_t>(size_[1] * width_)),
        planes_(taps[2].size() + 2) {
    for (const double at : axes[0].at) along_x_.emplace_back(at, size_[0]);
    for (auto& line : lines_) line.resize(static_cast<size_t>(width_));
  }

  /// Row y of target slice z, from axes[0].begin to its end.
  void Row(int64_t y, int64_t z, float* to) {
    const Neighbours near(axes_[2].at[static_cast<size_t>(z)], size_[2]);
    const double* const low = AlongZ(near.low, y, lines_[0]);
    const double* const high = near.part == 0 ? low : AlongZ(near.high, y, lines_[1]);
    for (int64_t x = axes_[0].begin; x < axes_[0].end; ++x)
      to[x] = static_cast<float>(low[x] + near.part * (high[x] - low[x]));
  }

 private:
  using Line = std::vector<double>;

  /// Row y at source slice z.  @param line  room for it
  const double* AlongZ(int64_t z, int64_t y, Line& line) {
    const auto row = [&](int64_t slice) { return Plane(slice) + y * width_; };
    return Smoothed(z, size_[2], taps_[2], row, line);
  }

  template <class At>
  const double* Smoothed(int64_t at, int64_t count, const Taps& taps, const At& line_at, Line& line) const {
    if (taps.empty()) return line_at(at);
    AddUp(taps, LinesAround<double>(at, count, taps, line_at), width_, line.data());
    return line.data();
  }

  /// Source slice z at the target's rows and columns: [height,width].
  const double* Plane(int64_t z) {
    auto& [of, plane] = planes_[static_cast<size_t>(z % std::ssize(planes_))];
    if (of == z) return plane.data();
    of = z;
    plane.resize(static_cast<size_t>(width_ * height_));
    for (int64_t y = 0; y < size_[1]; ++y) AlongX(source_.samples.data() + (z * size_[1] + y) * size_[0], y);
    const auto row = [&](int64_t y) { return rows_.data() + y * width_; };
    for (int64_t y = 0; y < height_; ++y) {
      const Neighbours near(axes_[1].at[static_cast<size_t>(y)], size_[1]);
      const double *const low = Smoothed(near.low, size_[1], taps_[1], row, lines_[2]),
                          *const high = Smoothed(near.high, size_[1], taps_[1], row, lines_[3]);
      double* const to = plane.data() + y * width_;
      for (int64_t x = 0; x < width_; ++x) to[x] = low[x] + near.part * (high[x] - low[x]);
    }
    return plane.data();
  }

  /// Source row y of a slice at the target's columns, to rows_.
  void AlongX(const float* row, int64_t y) {
    if (!taps_[0].empty()) {
      row_smoother_.Smooth(row, row_.data());
      row = row_.data();
    }
    for (int64_t x = 0; x < width_; ++x) {
      const Neighbours& near = along_x_[static_cast<size_t>(x)];
      const auto low = static_cast<double>(row[near.low]), high = static_cast<double>(row[near.high]);
      rows_[static_cast<size_t>(y * width_ + x)] = low + near.part * (high - low);
    }
  }

  const Image<float>& source_;
  Size3 size_;
  int64_t width_, height_;
  const ParallelAxes& axes_;
  const TapsOfAxes& taps_;
  RowSmoother row_smoother_;
  std::vector<float> row_;
  std::vector<Neighbours> along_x_;
  Line rows_;  ///< of a source slice: [source rows,width]
  std::array<Line, 4> lines_;
  struct CachedPlane {
    int64_t of = -1;
    std::vector<double> plane;
  };
  std::vector<CachedPlane> planes_;  ///< of the slices that two neighbours' taps meet
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
  const TapsOfAxes taps = SmoothingTaps(volume.grid, source_from_target);
  Image<float> result = ImageOn<float>(target);
  if (const auto axes = ParallelAxesOf(volume.grid, target, source_from_target)) {
    ParallelInterpolation interpolation(volume, target, *axes, taps);
    ForEachRowInside(target, *axes, [&](int64_t first, int64_t y, int64_t z) {
      interpolation.Row(y, z, result.samples.data() + first);
    });
    return result;
  }
  const Image<float> source = Smoothed(volume, taps);
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

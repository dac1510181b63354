// Slices of a volume in one orientation, whatever the order of its voxels.
//
// Pictures are seen as radiologists do, the patient's left on the right side:
//   axial     columns to left,      rows to posterior, slices to superior
//   coronal   columns to left,      rows to inferior,  slices to posterior
//   sagittal  columns to posterior, rows to inferior,  slices to left

#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/geometry.h"
#include "libfuse4seg/image/image.h"

namespace f4s {

// The voxels of a grid in another order: axes exchanged and reversed, nothing interpolated.

/// New axis i is the old axis `axis[i]`, run against its direction where `reversed[i]`.
struct AxisOrder {
  std::array<int, 3> axis = {0, 1, 2};
  std::array<bool, 3> reversed = {};

  bool operator==(const AxisOrder&) const = default;
  [[nodiscard]] AxisOrder Inverted() const;
};

/// The order in which x runs nearest to the patient's left, y to the back and z up, as BraTS has it.
/// One object in the 48 orders that its voxels can have is one array after it.
/// @throws Error(kBadInput, "geometry.singular").
[[nodiscard]] AxisOrder StandardOrder(const Grid& geometry);

/// The grid whose voxels lie where they lay, counted in another order.
[[nodiscard]] Grid Reordered(const Grid& geometry, const AxisOrder& order);

/// The voxels of a grid of the size `size`, in another order.
template <class T>
[[nodiscard]] std::vector<T> Reordered(const std::vector<T>& voxels, const Size3& size,
                                       const AxisOrder& order) {
  F4S_CHECK_EQ(static_cast<int64_t>(voxels.size()), size[0] * size[1] * size[2]);
  const std::array<int64_t, 3> stride = {1, size[0], size[0] * size[1]};
  std::array<int64_t, 3> step{}, count{};
  int64_t first = 0;
  for (size_t i = 0; i < 3; ++i) {
    const auto old_axis = static_cast<size_t>(order.axis[i]);
    count[i] = size[old_axis];
    step[i] = order.reversed[i] ? -stride[old_axis] : stride[old_axis];
    if (order.reversed[i]) first += stride[old_axis] * (count[i] - 1);
  }
  std::vector<T> result(voxels.size());
  auto to = result.begin();
  for (int64_t z = 0; z < count[2]; ++z)
    for (int64_t y = 0; y < count[1]; ++y) {
      int64_t from = first + z * step[2] + y * step[1];
      for (int64_t x = 0; x < count[0]; ++x, from += step[0]) *to++ = voxels[static_cast<size_t>(from)];
    }
  return result;
}

/// The axis of voxels along which alone a coordinate changes that `row` of an affine gives, other axes of
/// `size` voxels moving it by rounding at most; nothing where several do.
[[nodiscard]] std::optional<size_t> AxisAlong(const std::array<double, 4>& row, const Size3& size);

/// The order of `other`'s voxels in which its grid is `first`'s (SameGrid()); nothing where there is none.
[[nodiscard]] std::optional<AxisOrder> OrderOnto(const Grid& first, const Grid& other);

/// Puts the voxels of `other` into the order that `first` has.  @throws Error as RequireSameGrid() where the
/// two are not one grid in any order.
template <class T>
void TakeOrder(const Grid& first, const std::filesystem::path& first_file, Image<T>& other,
               const std::filesystem::path& other_file) {
  const auto order = OrderOnto(first, other.grid);
  if (!order || first.is_picture != other.is_picture())
    RequireSameGrid(first, first_file, other.grid, other_file);
  if (!order || *order == AxisOrder()) return;
  other.samples = Reordered(other.samples, other.grid.size, *order);
  other.grid = Reordered(other.grid, *order);
}

enum class Plane { kAxial, kCoronal, kSagittal };
/// axial, coronal or sagittal
[[nodiscard]] std::string ToString(Plane plane);

/// Row by row: takes [column, row, 1] to a voxel index [x, y, z].
using VoxelFromPixel = std::array<std::array<double, 3>, 3>;

/// How a volume is cut.  Axes are those of the voxel grid; nothing is interpolated, so an
/// oblique volume gives oblique slices.
struct Slicing {
  Plane plane = Plane::kAxial;
  Size3 volume_size = {0, 0, 0};
  std::array<int, 3> axis = {0, 1, 2};          ///< voxel axis of columns, rows, slices
  std::array<bool, 3> reversed = {};            ///< that axis runs against it
  int64_t width = 0, height = 0, slices = 0;    ///< pixels, pixels, number of slices
  std::array<double, 2> pixel_spacing_mm = {};  ///< between columns, between rows
  double slice_spacing_mm = 0;

  /// The matrix of slice `k`, 0 to slices - 1.
  [[nodiscard]] VoxelFromPixel voxel_from_pixel(int64_t k) const;
};

/// The slicing whose axes come nearest to the plane's directions; each voxel axis is used
/// once, chosen so that the three cosines' sum is largest.
/// @throws Error(kBadInput, "geometry.singular").
[[nodiscard]] Slicing SlicingOf(const Grid& geometry, Plane plane);

/// Index into the voxels of pixel (column, row), or -1 where it lies outside the volume.
[[nodiscard]] inline int64_t VoxelIndexOf(const VoxelFromPixel& matrix, const Size3& size, int64_t column,
                                          int64_t row) {
  int64_t index = 0, stride = 1;
  for (size_t i = 0; i < 3; ++i) {
    const double at =
        matrix[i][0] * static_cast<double>(column) + matrix[i][1] * static_cast<double>(row) + matrix[i][2];
    const double nearest = std::floor(at + 0.5);
    if (!(nearest >= 0 && nearest < static_cast<double>(size[i]))) return -1;
    index += stride * static_cast<int64_t>(nearest);
    stride *= size[i];
  }
  return index;
}

/// Slice `k` of `voxels` (geometry.num_voxels() of them): width * height, row by row.
template <class T>
[[nodiscard]] std::vector<T> ExtractSlice(const std::vector<T>& voxels, const Slicing& slicing, int64_t k) {
  const VoxelFromPixel matrix = slicing.voxel_from_pixel(k);
  F4S_CHECK_EQ(k >= 0 && k < slicing.slices, true);
  F4S_CHECK_EQ(static_cast<int64_t>(voxels.size()), slicing.width * slicing.height * slicing.slices);
  const int64_t first = VoxelIndexOf(matrix, slicing.volume_size, 0, 0);
  const int64_t column_step = slicing.width > 1 ? VoxelIndexOf(matrix, slicing.volume_size, 1, 0) - first : 0;
  const int64_t row_step = slicing.height > 1 ? VoxelIndexOf(matrix, slicing.volume_size, 0, 1) - first : 0;
  std::vector<T> pixels(static_cast<size_t>(slicing.width * slicing.height));
  auto to = pixels.begin();
  for (int64_t row = 0; row < slicing.height; ++row) {
    const auto from = voxels.begin() + first + row * row_step;
    if (column_step == 1)
      to = std::copy_n(from, slicing.width, to);
    else
      for (int64_t column = 0; column < slicing.width; ++column) *to++ = from[column * column_step];
  }
  return pixels;
}

/// Puts `pixels` (width * height, row by row) where `matrix` says into `voxels`, which has the
/// size `size`; the inverse of ExtractSlice().  Pixels that fall outside (padding) are skipped.
/// @return how many pixels found a voxel.
template <class T>
int64_t InsertSlice(std::vector<T>& voxels, const Size3& size, const std::vector<T>& pixels, int64_t width,
                    int64_t height, const VoxelFromPixel& matrix) {
  F4S_CHECK_EQ(static_cast<int64_t>(voxels.size()), size[0] * size[1] * size[2]);
  F4S_CHECK_EQ(static_cast<int64_t>(pixels.size()), width * height);
  int64_t placed = 0;
  auto from = pixels.begin();
  for (int64_t row = 0; row < height; ++row)
    for (int64_t column = 0; column < width; ++column, ++from) {
      const int64_t index = VoxelIndexOf(matrix, size, column, row);
      if (index < 0) continue;
      voxels[static_cast<size_t>(index)] = *from;
      ++placed;
    }
  return placed;
}

}  // namespace f4s

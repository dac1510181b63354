#include "libfuse4seg/image/orient.h"

#include <algorithm>

namespace f4s {

AxisOrder AxisOrder::Inverted() const {
  AxisOrder inverse;
  for (size_t i = 0; i < 3; ++i) {
    const auto old_axis = static_cast<size_t>(axis[i]);
    inverse.axis[old_axis] = static_cast<int>(i);
    inverse.reversed[old_axis] = reversed[i];
  }
  return inverse;
}

AxisOrder StandardOrder(const Grid& geometry) {
  // Axial slices are seen so: columns to the left, rows to the back, slices upwards.
  const Slicing slicing = SlicingOf(geometry, Plane::kAxial);
  return {slicing.axis, slicing.reversed};
}

Grid Reordered(const Grid& geometry, const AxisOrder& order) {
  Grid result = geometry;
  Vector3 first{};
  for (size_t i = 0; i < 3; ++i) {
    const auto old_axis = static_cast<size_t>(order.axis[i]);
    result.size[i] = geometry.size[old_axis];
    for (size_t row = 0; row < 3; ++row) {
      const double step = geometry.world_from_voxel[row][old_axis];
      result.world_from_voxel[row][i] = order.reversed[i] ? 0.0 - step : step;  // no -0
    }
    if (order.reversed[i]) first[old_axis] = static_cast<double>(geometry.size[old_axis] - 1);
  }
  const Vector3 origin = Apply(geometry.world_from_voxel, first);
  for (size_t row = 0; row < 3; ++row) result.world_from_voxel[row][3] = origin[row];
  return result;
}

std::optional<AxisOrder> OrderOnto(const Grid& first, const Grid& other) {
  if (SameGrid(first, other)) return AxisOrder();
  AxisOrder order;
  do {
    for (unsigned flips = 0; flips < 8; ++flips) {
      for (size_t i = 0; i < 3; ++i) order.reversed[i] = (flips >> i & 1U) != 0;
      if (other.is_picture && (order.axis[2] != 2 || order.reversed[2])) continue;
      if (SameGrid(first, Reordered(other, order))) return order;
    }
  } while (std::next_permutation(order.axis.begin(), order.axis.end()));
  return std::nullopt;
}

namespace {

/// Directions of columns, rows and slices in RAS.
std::array<Vector3, 3> DirectionsOf(Plane plane) {
  constexpr Vector3 kLeft = {-1, 0, 0}, kPosterior = {0, -1, 0}, kInferior = {0, 0, -1},
                    kSuperior = {0, 0, 1};
  switch (plane) {
    case Plane::kCoronal: return {kLeft, kInferior, kPosterior};
    case Plane::kSagittal: return {kPosterior, kInferior, kLeft};
    default: return {kLeft, kPosterior, kSuperior};
  }
}

/// Cosine between voxel axis `axis` and `direction`.
double Cosine(const Grid& geometry, int axis, const Vector3& direction) {
  const auto j = static_cast<size_t>(axis);
  const Affine& a = geometry.world_from_voxel;
  return (a[0][j] * direction[0] + a[1][j] * direction[1] + a[2][j] * direction[2]) /
         geometry.spacing_mm()[j];
}

}  // namespace

std::string ToString(Plane plane) {
  return plane == Plane::kAxial ? "axial" : plane == Plane::kCoronal ? "coronal" : "sagittal";
}

VoxelFromPixel Slicing::voxel_from_pixel(int64_t k) const {
  VoxelFromPixel matrix = {};
  const std::array<int64_t, 3> counts = {width, height, slices};
  for (size_t i = 0; i < 3; ++i) {
    const auto voxel_axis = static_cast<size_t>(axis[i]);
    const double step = reversed[i] ? -1 : 1;
    const double first = reversed[i] ? static_cast<double>(counts[i] - 1) : 0;
    matrix[voxel_axis][2] += i < 2 ? first : first + step * static_cast<double>(k);
    if (i < 2) matrix[voxel_axis][i] = step;
  }
  return matrix;
}

Slicing SlicingOf(const Grid& geometry, Plane plane) {
  static_cast<void>(Inverse(geometry.world_from_voxel));  // a singular map has no directions
  const std::array<Vector3, 3> directions = DirectionsOf(plane);
  std::array<int, 3> axes = {0, 1, 2};
  Slicing slicing;
  slicing.plane = plane;
  slicing.volume_size = geometry.size;
  double best = -1;
  do {
    double sum = 0;
    for (size_t i = 0; i < 3; ++i) sum += std::abs(Cosine(geometry, axes[i], directions[i]));
    if (sum > best + 1e-9) {
      best = sum;
      slicing.axis = axes;
    }
  } while (std::next_permutation(axes.begin(), axes.end()));
  std::array<int64_t, 3> counts{};
  std::array<double, 3> spacing{};
  for (size_t i = 0; i < 3; ++i) {
    slicing.reversed[i] = Cosine(geometry, slicing.axis[i], directions[i]) < 0;
    counts[i] = geometry.size[static_cast<size_t>(slicing.axis[i])];
    spacing[i] = geometry.spacing_mm()[static_cast<size_t>(slicing.axis[i])];
  }
  slicing.width = counts[0];
  slicing.height = counts[1];
  slicing.slices = counts[2];
  slicing.pixel_spacing_mm = {spacing[0], spacing[1]};
  slicing.slice_spacing_mm = spacing[2];
  return slicing;
}

std::optional<size_t> AxisAlong(const std::array<double, 4>& row, const Size3& size) {
  constexpr double kRounding = 1e-7;  // of a voxel
  size_t along = 0;
  for (size_t axis = 1; axis < 3; ++axis)
    if (std::abs(row[axis]) > std::abs(row[along])) along = axis;
  for (size_t axis = 0; axis < 3; ++axis)
    if (axis != along && !(std::abs(row[axis]) * static_cast<double>(size[axis]) < kRounding))
      return std::nullopt;
  return along;
}

}  // namespace f4s

#include "libfuse4seg/image/axis_order.h"

#include "libfuse4seg/image/orient.h"

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

AxisOrder StandardOrder(const Geometry& geometry) {
  // Axial slices are seen so: columns to the left, rows to the back, slices upwards.
  const Slicing slicing = SlicingOf(geometry, Plane::kAxial);
  return {slicing.axis, slicing.reversed};
}

Geometry Reordered(const Geometry& geometry, const AxisOrder& order) {
  Geometry result = geometry;
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

}  // namespace f4s

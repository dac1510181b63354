// The voxels of a grid in another order: axes exchanged and reversed, nothing interpolated.

#pragma once

#include <array>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/geometry.h"

namespace f4s {

/// New axis i is the old axis `axis[i]`, run against its direction where `reversed[i]`.
struct AxisOrder {
  std::array<int, 3> axis = {0, 1, 2};
  std::array<bool, 3> reversed = {};

  [[nodiscard]] AxisOrder Inverted() const;
};

/// The order in which x runs nearest to the patient's left, y to the back and z up, as BraTS has it.
/// One object in the 48 orders that its voxels can have is one array after it.
/// @throws Error(kBadInput, "geometry.singular").
[[nodiscard]] AxisOrder StandardOrder(const Geometry& geometry);

/// The grid whose voxels lie where they lay, counted in another order.
[[nodiscard]] Geometry Reordered(const Geometry& geometry, const AxisOrder& order);

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

}  // namespace f4s

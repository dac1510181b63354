// Filters on an isotropic grid of voxels: distances, components, coarse smoothing.

#pragma once

#include <cstdint>
#include <vector>

#include "libfuse4seg/image/geometry.h"

namespace f4s::brain {

/// One value a voxel of an isotropic grid, x fastest.
template <class T>
struct Field {
  Size3 size = {0, 0, 0};
  std::vector<T> values;

  Field() = default;
  explicit Field(const Size3& of_size, T value = {})
      : size(of_size), values(static_cast<size_t>(of_size[0] * of_size[1] * of_size[2]), value) {}
  [[nodiscard]] size_t Index(int64_t x, int64_t y, int64_t z) const {
    return static_cast<size_t>((z * size[1] + y) * size[0] + x);
  }
};

/// Value at a point in voxels, trilinear; beyond the grid that of its border.
[[nodiscard]] float At(const Field<float>& field, const Vector3& point);

/// Distance in voxels from each voxel that is not 0 to the nearest that is, 0 at those; exact.
/// Where the grid holds no 0, all are kFar.
/// Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions", Theory of Computing 2012.
[[nodiscard]] Field<float> DistanceToZero(const Field<uint8_t>& mask);
inline constexpr float kFar = 1e6F;

/// The largest part of `mask` that hangs together over faces; of equal ones the first in memory.
[[nodiscard]] Field<uint8_t> LargestComponent(const Field<uint8_t>& mask);
/// The part of `mask` that hangs together with its voxel `seed`, which may be 0: then nothing.
[[nodiscard]] Field<uint8_t> ComponentOf(const Field<uint8_t>& mask, size_t seed);

/// `mask` within `margin` voxels of 0 on all sides, and back.
[[nodiscard]] Field<uint8_t> Padded(const Field<uint8_t>& mask, int64_t margin);
[[nodiscard]] Field<uint8_t> Unpadded(const Field<uint8_t>& mask, int64_t margin);

/// 1 where `test` holds.
template <class T, class Test>
[[nodiscard]] Field<uint8_t> Where(const Field<T>& field, Test test) {
  Field<uint8_t> mask(field.size);
  for (size_t i = 0; i < mask.values.size(); ++i)
    mask.values[i] = static_cast<uint8_t>(test(field.values[i]) ? 1 : 0);
  return mask;
}

/// Mean of `values` over a Gaussian neighbourhood of `sigma` voxels, counting voxels of `mask`
/// alone; where it has none near, `otherwise` takes over.  Done on blocks of 4x4x4 voxels, so
/// `sigma` should be 6 or more.
[[nodiscard]] Field<float> MaskedMean(const Field<float>& values, const Field<uint8_t>& mask, double sigma,
                                      float otherwise);

}  // namespace f4s::brain

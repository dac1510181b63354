// Filters on an isotropic grid of voxels, whose place in the world they do not look at: distances,
// components, coarse smoothing.

#pragma once

#include <cstdint>

#include "libfuse4seg/image/image.h"

namespace f4s::brain {

/// Distance in voxels from each voxel that is not 0 to the nearest that is, 0 at those; exact.
/// Where the grid holds no 0, all are kFar.
/// Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions", Theory of Computing 2012.
[[nodiscard]] Image<float> DistanceToZero(const Image<uint8_t>& mask);
inline constexpr float kFar = 1e6F;

/// The largest part of `mask` that hangs together over faces; of equal ones the first in memory.
[[nodiscard]] Image<uint8_t> LargestComponent(const Image<uint8_t>& mask);
/// The part of `mask` that hangs together with its voxel `seed`, which may be 0: then nothing.
[[nodiscard]] Image<uint8_t> ComponentOf(const Image<uint8_t>& mask, size_t seed);

/// `mask` within `margin` voxels of 0 on all sides, and back.
[[nodiscard]] Image<uint8_t> Padded(const Image<uint8_t>& mask, int64_t margin);
[[nodiscard]] Image<uint8_t> Unpadded(const Image<uint8_t>& mask, int64_t margin);

/// 1 where `test` holds.
template <class T, class Test>
[[nodiscard]] Image<uint8_t> Where(const Image<T>& field, Test test) {
  auto mask = ImageOn<uint8_t>(field.grid);
  for (size_t i = 0; i < mask.samples.size(); ++i)
    mask.samples[i] = static_cast<uint8_t>(test(field.samples[i]) ? 1 : 0);
  return mask;
}

/// Mean of `values` over a Gaussian neighbourhood of `sigma` voxels, counting voxels of `mask`
/// alone; where it has none near, `otherwise` takes over.  Done on blocks of 4x4x4 voxels, so
/// `sigma` should be 6 or more.
[[nodiscard]] Image<float> MaskedMean(const Image<float>& values, const Image<uint8_t>& mask, double sigma,
                                      float otherwise);

}  // namespace f4s::brain

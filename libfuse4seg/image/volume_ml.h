// Volumes in millilitres, to the microlitre: of records, scores and DICOM reports the same numbers.

#pragma once

#include <cmath>
#include <cstdint>

#include "libfuse4seg/image/geometry.h"

namespace f4s {

/// Of one voxel, not rounded.
[[nodiscard]] inline double VoxelMl(const Vector3& spacing_mm) {
  return spacing_mm[0] * spacing_mm[1] * spacing_mm[2] / 1000;
}
[[nodiscard]] inline double ToMicrolitres(double ml) { return std::round(ml * 1000) / 1000; }
[[nodiscard]] inline double VolumeMl(int64_t voxels, double voxel_ml) {
  return ToMicrolitres(static_cast<double>(voxels) * voxel_ml);
}

}  // namespace f4s

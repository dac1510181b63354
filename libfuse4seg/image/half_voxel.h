// The middle between two voxels (or pixels), where rounding decides on one of them.

#pragma once

#include <cmath>

namespace f4s {

/// Half a voxel, and more than what coordinates are off by: headers in single precision differ by some 1e-5
/// of a voxel, and matrices are rounded differently for each order of the voxels.
inline constexpr double kHalfVoxel = 0.5 + 1e-3;

/// The index nearest to a coordinate; of the middle between two, as every voxel's is where pixels are twice
/// as large, the upper one.
[[nodiscard]] inline double NearestVoxel(double at) { return std::floor(at + kHalfVoxel); }

}  // namespace f4s

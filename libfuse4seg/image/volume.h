// Volumes and label maps in memory: a geometry and its voxels, x fastest, then y, z.

#pragma once

#include <cstdint>
#include <vector>

#include "libfuse4seg/image/geometry.h"

namespace f4s {

/// How voxels are, or are to be, stored in a file.
enum class VoxelType { kUint8, kInt16, kUint16, kInt32, kFloat32, kOther };

/// An image volume; values are as the file has them, scale slope and intercept applied.
struct Volume {
  Geometry geometry;
  std::vector<float> voxels;               ///< geometry.num_voxels() of them
  VoxelType stored = VoxelType::kFloat32;  ///< how the file held them, or shall hold them
};

/// A label map or mask; values are those of the source: 0, 1, 2, 4 stay 0, 1, 2, 4.
struct LabelVolume {
  Geometry geometry;
  std::vector<uint16_t> labels;  ///< geometry.num_voxels() of them
};

}  // namespace f4s

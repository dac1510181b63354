// The nearest voxel of a mask, by looking at blocks of 8x8x8 voxels: for distances that are long
// against a block, and the few of them that pay no distance transform.

#pragma once

#include <array>
#include <vector>

#include "libfuse4seg/metric/segmentation/bit_volume.h"

namespace f4s {

class BlockSearch {
 public:
  /// @param target  has a voxel.
  BlockSearch(const BitVolume& target, const Vector3& spacing_mm);

  /// Squared distance from a voxel to the nearest.
  [[nodiscard]] double SquareFrom(int64_t x, int64_t y, int64_t z);

 private:
  [[nodiscard]] double SquareWithin(size_t block, const Vector3& from) const;
  void BoundBlocks(const Vector3& from);

  Vector3 spacing_mm_;
  std::array<std::vector<double>, 3> places_;      // of the voxels, block after block
  std::vector<size_t> begins_;                     // of the blocks that have voxels, and the end
  std::array<std::vector<double>, 3> low_, high_;  // the blocks' boxes around their voxels
  std::vector<double> bounds_;                     // of the squared distances to the blocks
};

}  // namespace f4s

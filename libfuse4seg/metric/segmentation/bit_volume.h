// A mask of a box as bits, 64 voxels a word: what surfaces are found in, and searched in.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "libfuse4seg/image/geometry.h"
#include "libfuse4seg/image/region.h"
#include "libfuse4seg/metric/segmentation/label_pairs.h"

namespace f4s {

/// Rows along x begin at a word of their own; bits past the row's end are 0.
class BitVolume {
 public:
  explicit BitVolume(const Size3& size)
      : size_(size), words_((size[0] + 63) / 64), bits_(static_cast<size_t>(words_ * size[1] * size[2])) {}

  [[nodiscard]] const Size3& size() const { return size_; }
  [[nodiscard]] int64_t words() const { return words_; }  ///< of a row
  [[nodiscard]] uint64_t* row(int64_t y, int64_t z) { return bits_.data() + (z * size_[1] + y) * words_; }
  [[nodiscard]] const uint64_t* row(int64_t y, int64_t z) const {
    return bits_.data() + (z * size_[1] + y) * words_;
  }
  /// False outside of the box too.
  [[nodiscard]] bool At(int64_t x, int64_t y, int64_t z) const {
    return x >= 0 && y >= 0 && z >= 0 && x < size_[0] && y < size_[1] && z < size_[2] &&
           (row(y, z)[x / 64] >> (x % 64) & 1) != 0;
  }
  [[nodiscard]] int64_t Count() const;

 private:
  Size3 size_;
  int64_t words_;
  std::vector<uint64_t> bits_;
};

/// Calls visit(x, y, z) for each voxel that is set, x fastest.
template <class Visitor>
void VisitSet(const BitVolume& mask, const Visitor& visit) {
  for (int64_t z = 0; z < mask.size()[2]; ++z)
    for (int64_t y = 0; y < mask.size()[1]; ++y)
      for (int64_t w = 0; w < mask.words(); ++w)
        for (uint64_t bits = mask.row(y, z)[w]; bits != 0; bits &= bits - 1)
          visit(w * 64 + __builtin_ctzll(bits), y, z);
}

/// The voxels of `box` whose label is one of the region's.  @param size  of the label map.
[[nodiscard]] BitVolume MaskOf(std::span<const uint16_t> labels, const Size3& size, const VoxelBox& box,
                               const Region& region);

}  // namespace f4s

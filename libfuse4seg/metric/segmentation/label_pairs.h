// One pass over a reference and a prediction, from which all overlap metrics of all regions
// and the box of every region follow.

#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>
#include <vector>

#include "libfuse4seg/image/geometry.h"
#include "libfuse4seg/image/region.h"

namespace f4s {

/// Voxels begin to end - 1 on each axis; empty as made.
struct VoxelBox {
  Size3 begin = {std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::max(),
                 std::numeric_limits<int64_t>::max()};
  Size3 end = {0, 0, 0};

  void Extend(const VoxelBox& other);
  [[nodiscard]] Size3 size() const { return {end[0] - begin[0], end[1] - begin[1], end[2] - begin[2]}; }
};

/// How often each label of the reference meets each label of the prediction, and where.
class LabelPairs {
 public:
  /// @param size  voxels in x, y, z, x fastest; both spans have as many labels.
  LabelPairs(std::span<const uint16_t> reference, std::span<const uint16_t> prediction, const Size3& size);

  /// Voxel counts of one region against the rest: true and false, positive and negative.
  struct Overlap {
    int64_t tp = 0, fp = 0, fn = 0, tn = 0;
    VoxelBox box;  ///< of all voxels that are in the region in either map
  };
  [[nodiscard]] Overlap OverlapOf(const Region& region) const;

  /// Every value but 0 that occurs in either map, as a region named by its number; ascending.
  [[nodiscard]] std::vector<Region> RegionsOfValues() const;

 private:
  struct Pair {
    uint16_t reference, prediction;
    int64_t count = 0;
    VoxelBox box;
  };
  /// Counts a run of one pair of labels in a row.
  void AddRun(uint16_t reference, uint16_t prediction, const Size3& begin, int64_t length);
  /// Counts a row; `begin` is its first voxel.
  void AddRow(const uint16_t* reference, const uint16_t* prediction, Size3 begin, int64_t width);

  std::vector<Pair> pairs_;
  std::unordered_map<uint32_t, size_t> place_;  // of a pair in pairs_
  int64_t num_voxels_, num_counted_ = 0;        // all, those where either label is not 0
};

/// The regions that are scored when none are given.  @see LabelPairs::RegionsOfValues
[[nodiscard]] std::vector<Region> RegionsOfValues(std::span<const uint16_t> reference,
                                                  std::span<const uint16_t> prediction);

}  // namespace f4s

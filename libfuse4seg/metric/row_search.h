// The nearest voxel of a mask, by looking at its rows from the nearest outwards.

#pragma once

#include <vector>

#include "libfuse4seg/metric/bit_volume.h"

namespace f4s {

class RowSearch {
 public:
  /// @param target  outlives this.
  RowSearch(const BitVolume& target, const Vector3& spacing_mm);

  /// Squared distance from a voxel to the nearest within reach(), or to some voxel farther away, or
  /// infinity.  Counts the rows that it looks at.
  [[nodiscard]] double Near(int64_t x, int64_t y, int64_t z);
  /// The squared distance below which Near() is exact.
  [[nodiscard]] double reach() const { return reach_; }
  [[nodiscard]] int64_t looks() const { return looks_; }

  /// Squared distance to the nearest at all, which is at most `bound`.
  [[nodiscard]] double Far(int64_t x, int64_t y, int64_t z, double bound) const;

 private:
  struct Offset {
    int64_t y, z;
    double square;  ///< of its length
  };
  /// The smaller of `best` and the squared distance to the nearest in one row, `square` away.
  [[nodiscard]] double InRow(int64_t x, int64_t y, int64_t z, double square, double best) const;

  const BitVolume& target_;
  Vector3 spacing_mm_;
  std::vector<Offset> offsets_;  // of rows, nearest first: all those within reach
  double reach_ = 0;
  int64_t looks_ = 0;
};

}  // namespace f4s

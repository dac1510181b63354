// The nearest voxel of a mask, by looking at its rows from the nearest outwards.

#pragma once

#include <array>
#include <vector>

#include "libfuse4seg/metric/segmentation/bit_volume.h"

namespace f4s {

class RowSearch {
 public:
  /// @param target  outlives this.
  RowSearch(const BitVolume& target, const Vector3& spacing_mm);

  /// Squared distance from a voxel to the nearest, when that is at most reach(); else that to some
  /// voxel, or infinity.  Counts the rows that it looks at.
  [[nodiscard]] double Near(int64_t x, int64_t y, int64_t z);
  /// The squared distance up to which Near() is exact.
  [[nodiscard]] double reach() const { return reach_; }
  [[nodiscard]] int64_t looks() const { return looks_; }

 private:
  static constexpr int64_t kRows = 8;    // that Near() goes up and down: most surfaces lie closer
  static constexpr int64_t kSteps = 32;  // that it goes left and right: half a word

  struct Offset {
    int64_t words;  ///< to the row from that of the voxel, in padded_
    double square;  ///< of its length in mm
  };
  void PadTarget();
  void ListOffsets();

  const BitVolume& target_;
  Vector3 spacing_mm_;
  // The target with a word of zeros before and after each row, and with rows of zeros around, so
  // that no look needs to ask whether it is inside.
  int64_t row_words_, plane_words_, margin_y_, margin_z_;
  std::vector<uint64_t> padded_;
  std::vector<Offset> offsets_;             // of rows, nearest first
  std::array<double, kSteps + 1> squares_;  // of steps along a row; the last is infinite
  double reach_;
  int64_t looks_ = 0;
};

}  // namespace f4s

// Exact Euclidean distances from the voxels of one mask to the nearest of another.

#pragma once

#include <array>
#include <vector>

#include "libfuse4seg/metric/segmentation/bit_volume.h"

namespace f4s {

// The nearest voxel of a mask, by looking at blocks of 8x8x8 voxels: for distances that are long
// against a block, and the few of them that pay no distance transform.

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

// The nearest voxel of a mask, by looking at its rows from the nearest outwards.

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

class MetricKernels;

/// Distance in mm from each voxel of `from` to the nearest of `to`, in the order of VisitSet().
/// Voxels that lie close are found by looking at rows of `to` from the nearest outwards, others by
/// looking at its blocks, and where many lie far a distance transform of the box is cheaper and takes
/// over.  All are exact.
/// @param from, to  of one size; `to` must have a voxel.
[[nodiscard]] std::vector<double> DistancesTo(const BitVolume& from, const BitVolume& to,
                                              const Vector3& spacing_mm);

/// The same, by one of the ways alone.
[[nodiscard]] std::vector<double> DistancesByBlocks(const BitVolume& from, const BitVolume& to,
                                                    const Vector3& spacing_mm);
[[nodiscard]] std::vector<double> DistancesByTransform(const BitVolume& from, const BitVolume& to,
                                                       const Vector3& spacing_mm);

/// The same on a GPU, whose squares MetricKernels::NearestSquares() describes.
[[nodiscard]] std::vector<double> DistancesOnDevice(const BitVolume& from, const BitVolume& to,
                                                    const Vector3& spacing_mm, const MetricKernels& kernels);

}  // namespace f4s

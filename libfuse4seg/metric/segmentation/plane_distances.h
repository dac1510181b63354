// A distance transform of each plane of a mask: a separable one in linear time along x and y
// (Felzenszwalb and Huttenlocher, Theory of Computing 8 (2012) 415, algorithm 1; Maurer et al.,
// IEEE TPAMI 25 (2003) 265), and along z a search that stops early, made only where a distance is
// asked for.

#pragma once

#include <vector>

#include "libfuse4seg/metric/segmentation/bit_volume.h"

namespace f4s {

class PlaneDistances {
 public:
  PlaneDistances(const BitVolume& target, const Vector3& spacing_mm);

  /// Squared distance in mm^2 from a voxel to the nearest of the target, which must have one.
  [[nodiscard]] double SquareAt(int64_t x, int64_t y, int64_t z) const;

 private:
  [[nodiscard]] double InPlane(int64_t at, int64_t z) const;

  Size3 size_;
  double spacing_z_;
  std::vector<double> squares_;     // within the voxel's own plane
  std::vector<uint8_t> is_filled_;  // planes that have a voxel of the target
};

}  // namespace f4s

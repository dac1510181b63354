#include "libfuse4seg/metric/segmentation/plane_distances.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "libfuse4seg/image/grid_distance.h"

namespace f4s {
namespace {

constexpr double kNoSurface = std::numeric_limits<double>::infinity();

/// Squared distances along a row to its voxels of the target.  @return whether it has any.
bool AlongRow(const uint64_t* row, int64_t width, double spacing, double* out) {
  int64_t filled = 0, last = -1;  // out[0, filled) is done; the voxel of the target before
  for (int64_t w = 0; w * 64 < width; ++w)
    for (uint64_t bits = row[w]; bits != 0; bits &= bits - 1) {
      const int64_t x = w * 64 + __builtin_ctzll(bits);
      for (; filled <= x; ++filled) {
        const double steps = static_cast<double>(last < 0 ? x - filled : std::min(x - filled, filled - last));
        out[filled] = steps * spacing * (steps * spacing);
      }
      last = x;
    }
  for (; filled < width; ++filled) {
    const double distance = static_cast<double>(filled - last) * spacing;
    out[filled] = last < 0 ? kNoSurface : distance * distance;
  }
  return last >= 0;
}

/// Turns the rows' squares of a plane into the plane's.
void AlongColumns(LowerEnvelope& envelope, const Size3& size, double square, double* squares) {
  for (int64_t x = 0; x < size[0]; ++x) {
    envelope.Clear();
    for (int64_t y = 0; y < size[1]; ++y)
      if (const double height = squares[y * size[0] + x]; height < kNoSurface)
        envelope.Add(y, height, square);
    envelope.Sample(size[1], square, size[0], squares + x);
  }
}

}  // namespace

PlaneDistances::PlaneDistances(const BitVolume& target, const Vector3& spacing_mm)
    : size_(target.size()),
      spacing_z_(spacing_mm[2]),
      squares_(static_cast<size_t>(size_[0] * size_[1] * size_[2])),
      is_filled_(static_cast<size_t>(size_[2])) {
  LowerEnvelope envelope(static_cast<size_t>(size_[1]));
  for (int64_t z = 0; z < size_[2]; ++z) {
    double* squares = squares_.data() + z * size_[0] * size_[1];
    bool any = false;
    for (int64_t y = 0; y < size_[1]; ++y)
      any |= AlongRow(target.row(y, z), size_[0], spacing_mm[0], squares + y * size_[0]);
    if (any) AlongColumns(envelope, size_, spacing_mm[1] * spacing_mm[1], squares);
    is_filled_[static_cast<size_t>(z)] = any ? 1 : 0;
  }
}

double PlaneDistances::InPlane(int64_t at, int64_t z) const {
  return is_filled_[static_cast<size_t>(z)] != 0 ? squares_[static_cast<size_t>(z * size_[0] * size_[1] + at)]
                                                 : kNoSurface;
}

double PlaneDistances::SquareAt(int64_t x, int64_t y, int64_t z) const {
  const int64_t at = y * size_[0] + x;
  double best = InPlane(at, z);
  for (int64_t k = 1; k < size_[2]; ++k) {  // while a plane so far away could be nearer
    const double across = static_cast<double>(k) * spacing_z_;
    if (across * across >= best) break;
    if (z >= k) best = std::min(best, across * across + InPlane(at, z - k));
    if (z + k < size_[2]) best = std::min(best, across * across + InPlane(at, z + k));
  }
  return best;
}

}  // namespace f4s

// Exact Euclidean distances between surfaces: a separable distance transform in linear time
// along x and y (Felzenszwalb and Huttenlocher, Theory of Computing 8 (2012) 415, algorithm 1;
// Maurer et al., IEEE TPAMI 25 (2003) 265), and along z a search that stops early, made only
// where a distance is asked for.

#include <algorithm>
#include <cmath>
#include <limits>

#include "libfuse4seg/metric/surface.h"

namespace f4s {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Lower envelope of the parabolas (y - i)^2 spacing^2 + heights[i], sampled at each i.
/// Infinite heights make no parabola.
class Envelope {
 public:
  explicit Envelope(size_t length) : places_(length), heights_(length), starts_(length + 1) {}

  void Clear() { count_ = 0; }

  /// The next parabola, at a place greater than all before; `square` is the spacing's.
  void Add(int64_t place, double height, double square) {
    double start = -kInfinity;
    while (count_ > 0) {
      const double last = places_[count_ - 1], p = static_cast<double>(place);
      start = ((height - heights_[count_ - 1]) / square + (p * p - last * last)) / (2 * (p - last));
      if (start > starts_[count_ - 1]) break;
      --count_;
    }
    starts_[count_] = count_ == 0 ? -kInfinity : start;
    places_[count_] = static_cast<double>(place);
    heights_[count_++] = height;
  }

  /// Values at 0 to length - 1 into out[0], out[stride], ...
  void Sample(int64_t length, double square, int64_t stride, double* out) const {
    size_t k = 0;
    for (int64_t i = 0; i < length; ++i) {
      const auto y = static_cast<double>(i);
      while (k + 1 < count_ && starts_[k + 1] < y) ++k;
      const double distance = y - places_[k];
      out[i * stride] = count_ == 0 ? kInfinity : distance * distance * square + heights_[k];
    }
  }

 private:
  std::vector<double> places_, heights_, starts_;
  size_t count_ = 0;
};

/// Squared distances within each z plane to the surface voxels of one mask.
class PlaneDistances {
 public:
  PlaneDistances(const Surfaces& surfaces, uint8_t mask, const Vector3& spacing_mm)
      : size_(surfaces.size),
        squares_(surfaces.flags.size()),
        is_filled_(static_cast<size_t>(size_[2])),
        envelope_(static_cast<size_t>(size_[1])) {
    for (int64_t z = 0; z < size_[2]; ++z) {
      const uint8_t* flags = surfaces.flags.data() + z * plane();
      double* squares = squares_.data() + z * plane();
      bool any = false;
      for (int64_t y = 0; y < size_[1]; ++y)
        any |= AlongRow(flags + y * size_[0], mask, spacing_mm[0], squares + y * size_[0]);
      if (any) AlongColumns(squares, spacing_mm[1] * spacing_mm[1]);
      is_filled_[static_cast<size_t>(z)] = any ? 1 : 0;
    }
  }

  /// Distance in mm from voxel `at` of plane z; each plane farther away is looked at only while
  /// it could be nearer than what has been found.
  [[nodiscard]] double At(int64_t at, int64_t z, double spacing_z) const {
    double best = Square(at, z);
    for (int64_t k = 1; k < size_[2]; ++k) {
      const double across = static_cast<double>(k) * spacing_z;
      if (across * across >= best) break;
      if (z >= k) best = std::min(best, across * across + Square(at, z - k));
      if (z + k < size_[2]) best = std::min(best, across * across + Square(at, z + k));
    }
    return std::sqrt(best);
  }

 private:
  [[nodiscard]] int64_t plane() const { return size_[0] * size_[1]; }
  [[nodiscard]] double Square(int64_t at, int64_t z) const {
    return is_filled_[static_cast<size_t>(z)] != 0 ? squares_[static_cast<size_t>(z * plane() + at)]
                                                   : kInfinity;
  }

  /// Squared distances along a row to its surface voxels.  @return whether it has any.
  bool AlongRow(const uint8_t* flags, uint8_t mask, double spacing, double* out) const {
    int64_t filled = 0, last = -1;  // out[0, filled) is done; the surface voxel before
    for (int64_t x = 0; x < size_[0]; ++x) {
      if ((flags[x] & mask) == 0) continue;
      for (; filled <= x; ++filled) {
        const int64_t steps = last < 0 ? x - filled : std::min(x - filled, filled - last);
        out[filled] = static_cast<double>(steps) * spacing * (static_cast<double>(steps) * spacing);
      }
      last = x;
    }
    for (; filled < size_[0]; ++filled) {
      const double distance = static_cast<double>(filled - last) * spacing;
      out[filled] = last < 0 ? kInfinity : distance * distance;
    }
    return last >= 0;
  }

  /// Turns the rows' distances of a plane into the plane's.
  void AlongColumns(double* squares, double square) {
    for (int64_t x = 0; x < size_[0]; ++x) {
      envelope_.Clear();
      for (int64_t y = 0; y < size_[1]; ++y)
        if (const double height = squares[y * size_[0] + x]; height < kInfinity)
          envelope_.Add(y, height, square);
      envelope_.Sample(size_[1], square, size_[0], squares + x);
    }
  }

  Size3 size_;
  std::vector<double> squares_;
  std::vector<uint8_t> is_filled_;
  Envelope envelope_;
};

std::vector<double> Distances(const Surfaces& surfaces, uint8_t from, uint8_t to, const Vector3& spacing_mm) {
  const PlaneDistances distances(surfaces, to, spacing_mm);
  const int64_t plane = surfaces.size[0] * surfaces.size[1];
  std::vector<double> out;
  for (int64_t z = 0; z < surfaces.size[2]; ++z)
    for (int64_t at = 0; at < plane; ++at) {
      const uint8_t flags = surfaces.flags[static_cast<size_t>(z * plane + at)];
      if ((flags & from) != 0) out.push_back((flags & to) != 0 ? 0 : distances.At(at, z, spacing_mm[2]));
    }
  return out;
}

}  // namespace

SurfaceDistances DistancesBetween(const Surfaces& surfaces, const Vector3& spacing_mm) {
  return {Distances(surfaces, Surfaces::kReference, Surfaces::kPrediction, spacing_mm),
          Distances(surfaces, Surfaces::kPrediction, Surfaces::kReference, spacing_mm)};
}

}  // namespace f4s

#include "libfuse4seg/metric/segmentation/plane_distances.h"

#include <algorithm>
#include <cmath>
#include <limits>

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
    out[filled] = last < 0 ? kInfinity : distance * distance;
  }
  return last >= 0;
}

/// Turns the rows' squares of a plane into the plane's.
void AlongColumns(Envelope& envelope, const Size3& size, double square, double* squares) {
  for (int64_t x = 0; x < size[0]; ++x) {
    envelope.Clear();
    for (int64_t y = 0; y < size[1]; ++y)
      if (const double height = squares[y * size[0] + x]; height < kInfinity) envelope.Add(y, height, square);
    envelope.Sample(size[1], square, size[0], squares + x);
  }
}

}  // namespace

PlaneDistances::PlaneDistances(const BitVolume& target, const Vector3& spacing_mm)
    : size_(target.size()),
      spacing_z_(spacing_mm[2]),
      squares_(static_cast<size_t>(size_[0] * size_[1] * size_[2])),
      is_filled_(static_cast<size_t>(size_[2])) {
  Envelope envelope(static_cast<size_t>(size_[1]));
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
                                                 : kInfinity;
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

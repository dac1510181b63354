// Squared distances along one line of a grid, from which those of planes and volumes are made axis by axis:
// Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions", Theory of Computing 8 (2012)
// 415, algorithm 1.

#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace f4s {

/// Lower envelope of the parabolas (y - i)^2 spacing^2 + heights[i], sampled at each i.
/// Infinite heights make no parabola.
class LowerEnvelope {
 public:
  explicit LowerEnvelope(size_t length) : places_(length), heights_(length), starts_(length + 1) {}

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

  /// Values at 0 to length - 1 into out[0], out[stride], ...; infinite where there is no parabola.
  template <class T>
  void Sample(int64_t length, double square, int64_t stride, T* out) const {
    size_t k = 0;
    for (int64_t i = 0; i < length; ++i) {
      const auto y = static_cast<double>(i);
      while (k + 1 < count_ && starts_[k + 1] < y) ++k;
      const double distance = y - places_[k];
      out[i * stride] = static_cast<T>(count_ == 0 ? kInfinity : distance * distance * square + heights_[k]);
    }
  }

 private:
  static constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::vector<double> places_, heights_, starts_;
  size_t count_ = 0;
};

}  // namespace f4s

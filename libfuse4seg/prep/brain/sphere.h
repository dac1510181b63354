// A sphere of evenly spread directions: an icosahedron whose triangles are divided again and again.

#pragma once

#include <array>
#include <vector>

#include "libfuse4seg/image/geometry.h"

namespace f4s::brain {

class Sphere {
 public:
  /// 10 * 4^divisions + 2 directions.
  /// @param axes  three of length 1 in which the icosahedron stands.
  explicit Sphere(int divisions, const std::array<Vector3, 3>& axes = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}});

  [[nodiscard]] size_t size() const { return directions_.size(); }
  [[nodiscard]] const Vector3& direction(size_t i) const { return directions_[i]; }

  /// Each value replaced by half of it and half of the mean of its neighbours, `times` times.
  /// @param width  values a direction, adjacent.
  void Smooth(std::vector<double>& values, size_t width, int times) const;

  /// The value towards `direction` (of length 1) between the directions nearest to it.
  /// @param start  where to begin to look, and then the nearest one: neighbours are found at once.
  [[nodiscard]] double At(const std::vector<double>& values, const Vector3& direction, size_t& start) const;

 private:
  std::vector<Vector3> directions_;
  std::vector<std::vector<size_t>> neighbours_;
};

}  // namespace f4s::brain

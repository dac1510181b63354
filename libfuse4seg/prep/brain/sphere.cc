#include "libfuse4seg/prep/brain/sphere.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace f4s::brain {
namespace {

using Triangle = std::array<size_t, 3>;

Vector3 Unit(const Vector3& v) {
  const double length = Length(v);
  return {v[0] / length, v[1] / length, v[2] / length};
}

/// The corners of an icosahedron: cyclic changes of (0, +-1, +-golden ratio).
std::vector<Vector3> Icosahedron() {
  const double golden = (1 + std::sqrt(5.0)) / 2;
  std::vector<Vector3> corners;
  for (size_t turn = 0; turn < 3; ++turn)
    for (const double a : {-1.0, 1.0})
      for (const double b : {-golden, golden}) {
        Vector3 corner = {0, 0, 0};
        corner[(turn + 1) % 3] = a;
        corner[(turn + 2) % 3] = b;
        corners.push_back(Unit(corner));
      }
  return corners;
}

/// Three corners that are all neighbours make a face.
std::vector<Triangle> Faces(const std::vector<Vector3>& corners) {
  const auto touch = [&](size_t i, size_t j) { return Dot(corners[i], corners[j]) > 0.4; };  // 1/sqrt(5)
  std::vector<Triangle> faces;
  for (size_t i = 0; i < corners.size(); ++i)
    for (size_t j = i + 1; j < corners.size(); ++j)
      for (size_t k = j + 1; k < corners.size(); ++k)
        if (touch(i, j) && touch(j, k) && touch(i, k)) faces.push_back({i, j, k});
  return faces;
}

std::vector<Triangle> Divide(std::vector<Vector3>& corners, const std::vector<Triangle>& faces) {
  std::map<std::pair<size_t, size_t>, size_t> middles;
  const auto middle = [&](size_t i, size_t j) {
    const auto [found, is_new] = middles.try_emplace(std::minmax(i, j), corners.size());
    if (is_new) {
      const Vector3 a = corners[i], b = corners[j];
      corners.push_back(Unit({a[0] + b[0], a[1] + b[1], a[2] + b[2]}));
    }
    return found->second;
  };
  std::vector<Triangle> smaller;
  for (const auto& [a, b, c] : faces) {
    const size_t ab = middle(a, b), bc = middle(b, c), ca = middle(c, a);
    smaller.insert(smaller.end(), {{a, ab, ca}, {b, bc, ab}, {c, ca, bc}, {ab, bc, ca}});
  }
  return smaller;
}

}  // namespace

Sphere::Sphere(int divisions, const std::array<Vector3, 3>& axes) : directions_(Icosahedron()) {
  for (Vector3& corner : directions_) {
    Vector3 turned = {0, 0, 0};
    for (size_t i = 0; i < 3; ++i)
      for (size_t axis = 0; axis < 3; ++axis) turned[axis] += corner[i] * axes[i][axis];
    corner = Unit(turned);
  }
  std::vector<Triangle> faces = Faces(directions_);
  for (int i = 0; i < divisions; ++i) faces = Divide(directions_, faces);
  neighbours_.resize(directions_.size());
  for (const Triangle& face : faces)
    for (size_t i = 0; i < 3; ++i) {
      neighbours_[face[i]].push_back(face[(i + 1) % 3]);
      neighbours_[face[i]].push_back(face[(i + 2) % 3]);
    }
  for (auto& around : neighbours_) {
    std::sort(around.begin(), around.end());
    around.erase(std::unique(around.begin(), around.end()), around.end());
  }
}

void Sphere::Smooth(std::vector<double>& values, size_t width, int times) const {
  std::vector<double> next(values.size());
  for (int time = 0; time < times; ++time) {
    for (size_t i = 0; i < size(); ++i) {
      double* to = &next[i * width];
      std::fill_n(to, width, 0.0);
      for (const size_t j : neighbours_[i])
        for (size_t k = 0; k < width; ++k) to[k] += values[j * width + k];
      const double share = 0.5 / static_cast<double>(neighbours_[i].size());
      for (size_t k = 0; k < width; ++k) to[k] = 0.5 * values[i * width + k] + share * to[k];
    }
    values.swap(next);
  }
}

double Sphere::At(const std::vector<double>& values, const Vector3& direction, size_t& start) const {
  double nearest = Dot(directions_[start], direction);
  for (bool moved = true; moved;) {  // the nearest of a convex set is found by going ever nearer
    moved = false;
    for (const size_t j : neighbours_[start])
      if (const double dot = Dot(directions_[j], direction); dot > nearest) {
        nearest = dot;
        start = j;
        moved = true;
        break;
      }
  }
  // Inverse squares of distances, over the nearest one and those about it.
  constexpr double kTiny = 1e-4;
  double sum = 0, weight_sum = 0;
  const auto add = [&](size_t j) {
    const double squared = 2 - 2 * Dot(directions_[j], direction);
    const double weight = 1 / (squared + kTiny);
    sum += weight * values[j];
    weight_sum += weight;
  };
  add(start);
  for (const size_t j : neighbours_[start]) add(j);
  return sum / weight_sum;
}

}  // namespace f4s::brain

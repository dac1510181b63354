// Randomness of the phantom: counter-based draws, gradient noise, coarse fields of noise.

#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace f4s::phantom {

// Arithmetic of the phantom: points, soft steps, signed distances.
//
// Only + - * / and square root are used, which IEEE 754 rounds alike everywhere; the sine
// or exponential of a C library may differ in the last bit from machine to machine.
// Lengths are millimetres.  Distances are negative inside.

struct Point {
  float x = 0, y = 0, z = 0;
  friend Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
  friend Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
  friend Point operator*(Point a, float k) { return {a.x * k, a.y * k, a.z * k}; }
};

inline float Dot(Point a, Point b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline float Length(Point a) { return std::sqrt(Dot(a, a)); }
inline float Hypot(float a, float b) { return std::sqrt(a * a + b * b); }
inline float Square(float a) { return a * a; }
inline float Mix(float a, float b, float t) { return a + (b - a) * t; }
inline float Clamp01(float t) { return std::min(1.0F, std::max(0.0F, t)); }

/// 0 below `from`, 1 above `to` (or the reverse when from > to), smooth between.
inline float Step(float from, float to, float v) {
  const float t = Clamp01((v - from) / (to - from));
  return t * t * (3 - 2 * t);
}

/// Part of a sample of width `h` that lies inside of a surface at distance `d`.
inline float Inside(float d, float h) { return Clamp01(0.5F - d / h); }

/// Minimum with a rounded crease of width k.
inline float SoftMin(float a, float b, float k) {
  const float h = std::max(k - std::abs(a - b), 0.0F);
  return std::min(a, b) - h * h / (4 * k);
}
inline float SoftMax(float a, float b, float k) { return -SoftMin(-a, -b, k); }

/// First-order distance to an ellipsoid: exact on its surface.
inline float Ellipsoid(Point p, Point centre, Point radii) {
  const Point q{(p.x - centre.x) / radii.x, (p.y - centre.y) / radii.y, (p.z - centre.z) / radii.z};
  const float k0 = Length(q);
  const float k1 = Length({q.x / radii.x, q.y / radii.y, q.z / radii.z});
  return k1 > 1e-6F ? k0 * (k0 - 1) / k1 : -std::min({radii.x, radii.y, radii.z});
}

/// Distance to a tapered rod from a to b with end radii ra and rb.
inline float Rod(Point p, Point a, Point b, float ra, float rb) {
  const Point pa = p - a, ba = b - a;
  const float t = Clamp01(Dot(pa, ba) / Dot(ba, ba));
  return Length(pa - ba * t) - Mix(ra, rb, t);
}

/// A bell like exp(-v) for v >= 0: (1 - v/8)^8, 0 from 8 on.
inline float Decay(float v) {
  const float t = std::max(0.0F, 1 - v * 0.125F), t2 = t * t, t4 = t2 * t2;
  return t4 * t4;
}

/// Angle of (x, y) with x >= 0, in -pi/2..pi/2, off by less than 0.005.
inline float Angle(float y, float x) {
  const float a = std::abs(y), hi = std::max(std::max(a, x), 1e-6F), lo = std::min(a, x);
  const float r = lo / hi;
  float t = r * (0.785398F + 0.273F * (1 - r));
  if (a > x) t = 1.570796F - t;
  return y < 0 ? -t : t;
}

/// sin(v), |v| <= pi/2, off by less than 2e-4.
inline float Sine(float v) {
  const float v2 = v * v;
  return v * (1 - v2 * (0.16666667F - v2 * (0.0083333F - v2 * 0.00018F)));
}

/// Bijective scrambling of 64 bits: the output step of SplitMix64 (Steele et al., OOPSLA 2014).
inline uint64_t Scramble(uint64_t v) {
  v = (v ^ (v >> 30)) * 0xbf58476d1ce4e5b9ULL;
  v = (v ^ (v >> 27)) * 0x94d049bb133111ebULL;
  return v ^ (v >> 31);
}

/// Numbered draws: the n-th depends on (seed, case, stream, n) alone.
class Draws {
 public:
  Draws(uint64_t seed, int case_index, uint64_t stream);
  [[nodiscard]] uint64_t Bits();
  [[nodiscard]] float Uniform(float lo, float hi);
  [[nodiscard]] bool Chance(double p) { return Uniform(0, 1) < static_cast<float>(p); }
  /// Uniform in the cube [-r,r]^3.
  [[nodiscard]] Point Offset(float r);

 private:
  uint64_t key_, counter_ = 0;
};

/// Nearly normal variate (mean 0, sd 1, within +-3.5): the sum of four uniforms.
inline float Normal(uint64_t bits) {
  const auto sum = (bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48);
  return (static_cast<float>(sum) - 131070.0F) * (1 / 37837.0F);
}

/// Gradient noise (Perlin, SIGGRAPH 1985): band-limited, mean 0, mostly within -0.7..0.7.
class Noise {
 public:
  Noise() = default;
  /// @param cell_mm  lattice cell; one bump or dip is about as wide.
  Noise(uint64_t key, float cell_mm) : key_(static_cast<uint32_t>(Scramble(key))), per_mm_(1 / cell_mm) {}
  [[nodiscard]] float At(Point p) const;
  /// Value, and its gradient per mm.
  [[nodiscard]] float At(Point p, Point& gradient) const;

 private:
  uint32_t key_ = 0;
  float per_mm_ = 1;
};

/// What smooth random fields say at one point.
struct Fields {
  Point warp;        ///< mm, of all anatomy
  Point fold;        ///< mm, of the pattern of sulci
  float depth = 0;   ///< of sulci
  float patch = 0;   ///< where meninges enhance, skull stripping leaves fluid
  float lesion = 0;  ///< where white matter has lesions
  float shade = 0;   ///< of white matter
};

/// The fields of one subject, kept on a coarse lattice and interpolated.
class FieldGrid {
 public:
  explicit FieldGrid(Draws draws);
  [[nodiscard]] Fields At(Point p) const;

 private:
  static constexpr int kChannels = 12;  ///< ten used, padded for the vector unit
  static constexpr int kX = 56, kY = 64, kZ = 60;
  static constexpr float kCellMm = 5;
  using Node = std::array<float, kChannels>;
  std::vector<Node> nodes_;
};

}  // namespace f4s::phantom

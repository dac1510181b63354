// Arithmetic of the phantom: points, soft steps, signed distances.
//
// Only + - * / and square root are used, which IEEE 754 rounds alike everywhere; the sine
// or exponential of a C library may differ in the last bit from machine to machine.
// Lengths are millimetres.  Distances are negative inside.

#pragma once

#include <algorithm>
#include <array>
#include <cmath>

namespace f4s::phantom {

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

}  // namespace f4s::phantom

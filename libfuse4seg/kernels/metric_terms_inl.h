// The arithmetic of the fusion metrics at one pixel, once for the CPU and once for the GPU.
//
// Images are reached through function objects: `at(y, x)` is a grey level, 0 outside of the image.

#pragma once

#include <cmath>

#include "libfuse4seg/kernels/rules/fusion_rules_inl.h"

#ifdef __CUDACC__
#define F4S_PIXEL_TERM __host__ __device__ inline
#else
#define F4S_PIXEL_TERM [[gnu::always_inline]] inline
#endif

namespace f4s {

/// What a window meets outside of an image.
enum class WindowBorder { kInside, kZeros, kRepeated };

/// Where place `i` of an axis of n pixels is read: -1 for a zero.
F4S_PIXEL_TERM int BorderedPlace(int i, int n, WindowBorder border) {
  if (i >= 0 && i < n) return i;
  return border == WindowBorder::kRepeated ? (i < 0 ? 0 : n - 1) : -1;
}

/// Pixels of an axis at which a window fits, and how far before them it begins.
F4S_PIXEL_TERM int WindowPlaces(int n, int taps, WindowBorder border) {
  return border == WindowBorder::kInside ? n - taps + 1 : n;
}
F4S_PIXEL_TERM int WindowOffset(int taps, WindowBorder border) {
  return border == WindowBorder::kInside ? 0 : taps / 2;
}

/// What the reference programs of VIF take for no variance.
inline constexpr double kVifTiny = 1e-10;

/// One pixel's channel of VIF, F = g A + V: equations 15 and 16 of Sheikh and Bovik, IEEE Trans. Image
/// Process. 15 (2006) 430, for scalar fields.
struct VifChannel {
  double gain;    ///< g, at least 0
  double source;  ///< var(A)
  double signal;  ///< g^2 var(A)
  double noise;   ///< var(V) + noise variance
};

/// Its information terms.
struct VifTerms {
  double gain;
  double kept;   ///< 1 + signal / noise
  double whole;  ///< 1 + var(A) / noise variance
};

/// @param s1, s2  local variances of source and fused image, s2 >= 0.
/// The degenerate cases come in the reference's order; without branches, so that rows run in vectors.
F4S_PIXEL_TERM VifChannel ChannelOf(double s1, double s2, double covariance, double noise_variance) {
  s1 = s1 < 0 ? 0 : s1;
  double gain = covariance / (s1 + kVifTiny);
  double noise = s2 - gain * covariance;
  const bool flat_source = s1 < kVifTiny, flat_fused = s2 < kVifTiny;
  gain = flat_source || flat_fused ? 0 : gain;
  noise = flat_source ? s2 : noise;
  s1 = flat_source ? 0 : s1;
  noise = flat_fused ? 0 : noise;
  noise = gain < 0 ? s2 : noise;
  gain = gain < 0 ? 0 : gain;
  noise = noise <= kVifTiny ? kVifTiny : noise;
  return {gain, s1, gain * gain * s1, noise + noise_variance};
}

F4S_PIXEL_TERM VifTerms TermsOf(double s1, double s2, double covariance, double noise_variance) {
  const VifChannel channel = ChannelOf(s1, s2, covariance, noise_variance);
  return {channel.gain, 1 + channel.signal / channel.noise, 1 + channel.source / noise_variance};
}

/// Local means of two images, of their squares and of their product.
struct LocalMoments {
  double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
};

/// SSIM of a window: equation 13 of Wang et al., IEEE Trans. Image Process. 13 (2004) 600.  Weights that
/// add up to 1 have count = spread = 1; sums of n pixels, which are exact, count n and spread
/// 1 / (n (n - 1)), for the variances of a sample.
F4S_PIXEL_TERM double SsimOf(const LocalMoments& m, double count, double spread, double c1, double c2) {
  const double squares = m.a * m.a + m.b * m.b, product = m.a * m.b, means = 1 / (count * count);
  return (2 * means * product + c1) * (2 * spread * (count * m.ab - product) + c2) /
         ((means * squares + c1) * (spread * (count * (m.aa + m.bb) - squares) + c2));
}

/// Sobel's gradient, as whole numbers.
struct Gradient {
  int horizontal, vertical;
};

template <class At>
F4S_PIXEL_TERM Gradient SobelAt(const At& at, int y, int x) {
  return {at(y - 1, x + 1) - at(y - 1, x - 1) + 2 * (at(y, x + 1) - at(y, x - 1)) + at(y + 1, x + 1) -
              at(y + 1, x - 1),
          at(y - 1, x - 1) + 2 * at(y - 1, x) + at(y - 1, x + 1) - at(y + 1, x - 1) - 2 * at(y + 1, x) -
              at(y + 1, x + 1)};
}

F4S_PIXEL_TERM double StrengthOf(const Gradient& g) {
  return std::sqrt(static_cast<double>(g.horizontal * g.horizontal + g.vertical * g.vertical));
}
F4S_PIXEL_TERM double AngleOf(const Gradient& g) {
  constexpr double kHalfPi = 1.5707963267948966;
  return g.horizontal == 0 ? kHalfPi : std::atan(static_cast<double>(g.vertical) / g.horizontal);
}

/// How much of a source's edge the fused image's keeps: equations 3 to 7 of Xydeas and Petrovic,
/// Electron. Lett. 36 (2000) 308.  @param equal_gain  see QabfRule (metric/convention.h).
F4S_PIXEL_TERM double PreservationOf(const Gradient& source, const Gradient& fused, double equal_gain) {
  constexpr double kHalfPi = 1.5707963267948966;
  const double a = StrengthOf(source), f = StrengthOf(fused);
  const double relative_strength = a > f ? f / a : a < f ? a / f : equal_gain == 0 ? 1 : equal_gain * a;
  const double relative_angle = 1 - std::fabs(AngleOf(source) - AngleOf(fused)) / kHalfPi;
  return 0.9994 / (1 + std::exp(-15 * (relative_strength - 0.5))) * 0.9879 /
         (1 + std::exp(-22 * (relative_angle - 0.8)));
}

/// AG's term: central differences, one-sided at the ends of an axis.  Sides of at least 2 pixels.
template <class At>
F4S_PIXEL_TERM double GradientMagnitude(const At& at, int y, int x, int height, int width) {
  const int left = x > 0 ? x - 1 : 0, right = x < width - 1 ? x + 1 : x;
  const int top = y > 0 ? y - 1 : 0, bottom = y < height - 1 ? y + 1 : y;
  const double gx = static_cast<double>(at(y, right) - at(y, left)) / (right - left);
  const double gy = static_cast<double>(at(bottom, x) - at(top, x)) / (bottom - top);
  return std::sqrt((gx * gx + gy * gy) / 2);
}

}  // namespace f4s

// One pixel's information terms of VIF: equations 15 and 16 of Sheikh and Bovik for scalar fields.

#pragma once

namespace f4s {

/// What the reference programs take for no variance.
inline constexpr double kVifTiny = 1e-10;

struct VifTerms {
  double gain;   ///< g of the channel F = g A + V, at least 0
  double kept;   ///< 1 + g^2 var(A) / (var(V) + noise)
  double whole;  ///< 1 + var(A) / noise
};

/// @param s1, s2  local variances of source and fused image, s2 >= 0.
/// The degenerate cases come in the reference's order; without branches, so that rows run in vectors.
[[gnu::always_inline]] inline VifTerms TermsOf(double s1, double s2, double covariance,
                                               double noise_variance) {
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
  return {gain, 1 + gain * gain * s1 / (noise + noise_variance), 1 + s1 / noise_variance};
}

}  // namespace f4s

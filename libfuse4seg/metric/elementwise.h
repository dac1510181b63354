// For loops that treat each element by itself, so that they run in vectors: a word for the functions that
// they are in, and an exponential without branches or tables.

#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

/// The function is compiled for AVX-512 and AVX2 too, and the CPU decides which version runs.
/// All do the same operations on each element, without fused multiply-add and without sums across
/// elements, so the results are the same bytes.  F4S_WITHOUT_AVX512 leaves it out: what a processor without
/// it takes, to be measured on one that has it.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#ifdef F4S_WITHOUT_AVX512
#define F4S_ELEMENTWISE __attribute__((target_clones("avx2", "default")))
#else
#define F4S_ELEMENTWISE __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#endif
#else
#define F4S_ELEMENTWISE
#endif

/// The same with fused multiply-add, in files that are compiled with -ffp-contract=fast: a processor without
/// it may have other last digits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#ifdef F4S_WITHOUT_AVX512
#define F4S_FUSED_ELEMENTWISE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define F4S_FUSED_ELEMENTWISE __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#endif
#else
#define F4S_FUSED_ELEMENTWISE
#endif

namespace f4s {

/// e^r for |r| <= ln 2 / 2, lowest power first: interpolated at Chebyshev's points, 4e-16 off at most.
inline constexpr std::array<double, 11> kExponentialTerms = {0x1p+0,
                                                             0x1.000000000001ep+0,
                                                             0x1.0000000000005p-1,
                                                             0x1.555555554b736p-3,
                                                             0x1.55555555520a4p-5,
                                                             0x1.1111112ddae8bp-7,
                                                             0x1.6c16c17f46982p-10,
                                                             0x1.a01978b8b3d18p-13,
                                                             0x1.a019a6611cad5p-16,
                                                             0x1.72fafebdaf273p-19,
                                                             0x1.28a2ca617b969p-22};

/// 1 / x to 4e-15 relative, by Newton's method from a single-precision one, which takes a third of the time
/// of a division.  |x| is within 1e-30 to 1e30.
[[gnu::always_inline]] inline double Inverse(double x) {
  const double inverse = 1.0F / static_cast<float>(x);
  return inverse * (2 - x * inverse);
}

/// The root of a whole number below 2^24 to 4e-15 relative, likewise; of equal numbers it is equal, of
/// different ones different.
[[gnu::always_inline]] inline double Root(int x) {
  const float single = std::sqrt(static_cast<float>(x));
  const double root = single, half_inverse = 0.5F / (single < 1 ? 1 : single);
  return root + (x - root * root) * half_inverse;
}

/// e^x to 1e-15 relative; x is held within -700 to 700, where the result is a normal number.
/// e^x = 2^k e^r, k the integer nearest x / ln 2.
[[gnu::always_inline]] inline double Exponential(double x) {
  constexpr double kInverseLn2 = 1.4426950408889634;
  constexpr double kLn2High = 0x1.62e42fefap-1, kLn2Low = 0x1.cf79abc9e3b3ap-40;  // their sum is ln 2
  constexpr double kRounder = 0x1.8p52;  // adding it leaves an integer in the lowest bits
  x = x < -700 ? -700 : x;
  x = x > 700 ? 700 : x;
  const double shifted = x * kInverseLn2 + kRounder;
  const double k = shifted - kRounder;
  const double r = (x - k * kLn2High) - k * kLn2Low;
  double sum = kExponentialTerms[10];
#pragma GCC unroll 10
  for (int i = 9; i >= 0; --i) sum = sum * r + kExponentialTerms[i];
  return sum * std::bit_cast<double>((std::bit_cast<uint64_t>(shifted) + 1023) << 52);
}

}  // namespace f4s

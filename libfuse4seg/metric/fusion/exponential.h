// An exponential without branches or tables, so that loops over it run in vectors.

#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace f4s {

/// 1 / i!
inline constexpr auto kExponentialSeries = [] {
  std::array<double, 14> terms{};
  double factorial = 1;
  for (int i = 0; i < 14; factorial *= ++i) terms[i] = 1 / factorial;
  return terms;
}();

/// e^x to 1e-15 relative; x is held within -700 to 700, where the result is a normal number.
/// e^x = 2^k e^r, k the integer nearest x / ln 2, |r| <= ln 2 / 2, e^r by its series.
[[gnu::always_inline]] inline double Exponential(double x) {
  constexpr double kInverseLn2 = 1.4426950408889634;
  constexpr double kLn2High = 0x1.62e42fefap-1, kLn2Low = 0x1.cf79abc9e3b3ap-40;  // their sum is ln 2
  constexpr double kRounder = 0x1.8p52;  // adding it leaves an integer in the lowest bits
  x = x < -700 ? -700 : x;
  x = x > 700 ? 700 : x;
  const double shifted = x * kInverseLn2 + kRounder;
  const double k = shifted - kRounder;
  const double r = (x - k * kLn2High) - k * kLn2Low;
  double sum = kExponentialSeries[13];
#pragma GCC unroll 13
  for (int i = 12; i >= 0; --i) sum = sum * r + kExponentialSeries[i];
  return sum * std::bit_cast<double>((std::bit_cast<uint64_t>(shifted) + 1023) << 52);
}

}  // namespace f4s
